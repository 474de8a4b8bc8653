/** English of what is said of a value that cannot be kept; `{1}` is what stands in the first `{}`. */
import { makeSentences, type Dictionary } from './english.ts';

/** Sentences of values, identifiers and typed text. */
export const valueWords: Dictionary = {
  '这是 15 位的旧身份证号，已停止使用，请填写现在的 18 位身份证号': 'This is an old identity number of 15 digits, no longer in use. Fill in the one of 18 characters',
  '身份证号应为 18 位，您填写了 {} 位，请对照证件核对': 'An identity number has 18 characters, you wrote {1}. Compare it with the card',
  '身份证号前 17 位应为数字，最后一位为数字或 X，请对照证件核对': 'An identity number has 17 digits, then a digit or X. Compare it with the card',
  '身份证号开头的地区码 {} 不存在，请对照证件核对': 'An identity number does not begin with {1}. Compare it with the card',
  '身份证号第 7 至 14 位的出生日期 {} 不对，请对照证件核对': 'The date of birth in it (characters 7 to 14), {1}, cannot be right. Compare it with the card',
  '身份证号校验不通过，可能有一位填错或两位写反，请逐位对照证件核对': 'The identity number does not check: one character is wrong or two are swapped. Compare it with the card',
  '统一社会信用代码应为 18 位，您填写了 {} 位，请对照营业执照核对': 'A credit code has 18 characters, you wrote {1}. Compare it with the business licence',
  '统一社会信用代码里没有“{}”（不用字母 I、O、S、V、Z），请对照营业执照核对': 'There is no “{1}” in a credit code (I, O, S, V and Z are not used). Compare it with the business licence',
  '统一社会信用代码第 3 至 8 位应为数字，请对照营业执照核对': 'Characters 3 to 8 of a credit code are digits. Compare it with the business licence',
  '统一社会信用代码校验不通过，可能有一位填错或两位写反，请逐位核对': 'The credit code does not check: one character is wrong or two are swapped. Compare them one by one',
  '统一社会信用代码第 9 至 17 位校验不通过，请逐位核对': 'Characters 9 to 17 of the credit code do not check. Compare them one by one',
  '证照标识应以 {} 开头，请核对': 'A licence identifier begins with {1}. Please check',
  '证照标识的格式不对，请核对是否抄全': 'Not in the form of a licence identifier. See whether it was copied whole',
  '证照标识校验不通过，可能有一位抄错，请核对': 'The licence identifier does not check: a character may be wrong. Please compare',
  '办件编号应为 24 位，您填写了 {} 位，请对照凭证核对': 'A case number has 24 characters, you wrote {1}. Compare it with the receipt',
  '办件编号校验不通过，可能有一位填错，请对照凭证核对': 'The case number does not check: a character may be wrong. Compare it with the receipt',
  '办件编号里的日期不存在，请对照凭证核对': 'There is no such day as the one in the case number. Compare it with the receipt',
  '文字里有无法识别的字符（可能是复制时带来的乱码），请删除后重新填写': 'The text holds characters that cannot be read, perhaps from copying. Take them out and write it anew',
  '最多 {} 个字，您填写了 {} 个字，请删减 {} 个字': 'At most {1} characters; you wrote {2}. Please take out {3}',
  '请填写文字': 'Fill in some text',
  '请填写{}': 'Fill in: {1}',
  '姓名里不能有数字或特殊符号，请照身份证件上的写法填写': 'A name has no digits or special signs. Write it as on the identity card',
  '请填写身份证号': 'Fill in the identity number',
  '请填写统一社会信用代码': 'Fill in the unified social credit code',
  '请填写电话号码': 'Fill in the phone number',
  '手机号第二位应是 3 到 9，请核对': 'The second digit of a mobile number is 3 to 9. Please check',
  '手机号应为 11 位，您填写了 {} 位，请核对': 'A mobile number has 11 digits, you wrote {1}. Please check',
  '电话号码填 11 位手机号，或带区号的固定电话，例如 021-62345678': 'Give a mobile number of 11 digits, or a landline with its area code, for example 021-62345678',
  '请填写日期，例如 2026-11-22': 'Fill in a date, for example 2026-11-22',
  '日期请按“年-月-日”填写，例如 2026-11-22': 'Write the date as year-month-day, for example 2026-11-22',
  '（这个月到 {} 日）': ' (the month ends on the {1}th)',
  '没有 {} 这一天{}，请核对': 'There is no day {1}{2}. Please check',
  '请填写开始和结束日期': 'Fill in the first and the last day',
  '开始日期：{}': 'First day: {1}',
  '结束日期：{}': 'Last day: {1}',
  '结束日期在开始日期前面，请核对': 'The last day lies before the first. Please check',
  '金额': 'the amount',
  '数字': 'the number',
  '{}只能写数字和小数点，例如 {}': 'Write {1} with digits and a decimal point only, for example {2}',
  '{}太大了（超过 {} 位），请核对': 'Too large: {1} has more than {2} digits. Please check',
  '请填整数': 'Fill in a whole number',
  '最多 {} 位小数，请核对': 'At most {1} decimals. Please check',
  '不能小于 {}，请核对': 'Not below {1}. Please check',
  '不能大于 {}，请核对': 'Not above {1}. Please check',
  '请选“是”或“不是”': 'Choose yes or no',
  '请从选项里选一个：{}': 'Choose one of: {1}',
  '请从选项里选：{}': 'Choose from: {1}',
  '请至少选一个：{}': 'Choose at least one of: {1}',
  '详细地址': 'address in full',
  '详细地址：{}': 'Address in full: {1}',
  '请从列表里选街道或镇': 'Choose the sub-district or town from the list',
  '请填写银行账号': 'Fill in the bank account',
  '银行账号只有数字，请对照银行卡核对': 'A bank account has digits only. Compare it with the card',
  '银行账号应为 16 到 19 位，您填写了 {} 位，请对照银行卡核对': 'A bank account has 16 to 19 digits, you wrote {1}. Compare it with the card',
  '银行卡号校验不通过，可能有一位填错或两位写反，请逐位核对': 'The card number does not check: one digit is wrong or two are swapped. Compare them one by one',
  '请重新上传文件': 'Upload the file again',
  '{}套得太深，请联系窗口': '{1} is nested too deep. Please ask at a counter',
};

const words = makeSentences();
words.add(valueWords);

/**
 * What is wrong with a value, in English; the names of the field and its options are those it has.
 * Comes back as it is where there is no English of it.
 */
export function inEnglish(
  problem: string, field?: { name: { zh: string; en?: string }; options?: Record<string, { zh: string; en?: string }> },
): string {
  if (!field) return words.say(problem);
  const own = makeSentences();
  own.add(valueWords);
  own.name([field.name, ...Object.values(field.options ?? {})]);
  return own.say(problem);
}
