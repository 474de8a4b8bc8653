/** The model of every field type of the catalogue. */
import type { FieldDef, Json } from '../contract.ts';
import { t } from '../texts/index.ts';
import type { FieldModel } from './model.ts';
import { textModel } from './text/model.ts';
import { nameModel } from './name/model.ts';
import { idNumberModel } from './id-number/model.ts';
import { creditCodeModel } from './credit-code/model.ts';
import { phoneModel } from './phone/model.ts';
import { dateModel } from './date/model.ts';
import { periodModel } from './period/model.ts';
import { numberModel } from './number/model.ts';
import { moneyModel } from './money/model.ts';
import { booleanModel } from './boolean/model.ts';
import { choiceModel } from './choice/model.ts';
import { choicesModel } from './choices/model.ts';
import { addressModel } from './address/model.ts';
import { placeModel } from './place/model.ts';
import { fileModel } from './file/model.ts';
import { bankAccountModel } from './bank-account/model.ts';
import { recordModel } from './record/model.ts';

const models: Record<FieldDef['type'], () => FieldModel> = {
  text: () => textModel,
  name: () => nameModel,
  'id-number': () => idNumberModel,
  'credit-code': () => creditCodeModel,
  phone: () => phoneModel,
  date: () => dateModel,
  period: () => periodModel,
  number: () => numberModel,
  money: () => moneyModel,
  boolean: () => booleanModel,
  choice: () => choiceModel,
  choices: () => choicesModel,
  address: () => addressModel,
  place: () => placeModel,
  file: () => fileModel,
  'bank-account': () => bankAccountModel,
  record: () => recordModel(modelOf),
};

/** How a field's answers are read, kept and shown. */
export function modelOf(field: FieldDef): FieldModel {
  return models[field.type]();
}

/** A kept value in words; none is said as such, unknown is nothing. */
export function showValue(value: Json | undefined, field: FieldDef): string {
  if (value === undefined) return '';
  return value === null ? t('kit.none') : modelOf(field).show(value, field);
}
