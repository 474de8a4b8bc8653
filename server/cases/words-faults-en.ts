/** English of what the audit finds wrong; `{1}` is what stands in the first `{}`. */
import { addEnglish } from '#base';

addEnglish({
  '{} 第 {} 步（{}）：前面少了一步或顺序被动过': '{1} step {2} ({3}): a step before it is gone or the order was changed',
  '{} 第 {} 步（{}）：内容被改过': '{1} step {2} ({3}): its words were changed',
  '{} 第 {} 步（{}）：内容清除之后又被写上': '{1} step {2} ({3}): words were written after they had been erased',
  '{} 第 {} 步（{}）：与前一步接不上': '{1} step {2} ({3}): it does not follow the step before',
  '{} 第 {} 步：签过名，现在没有了': '{1} step {2}: it was signed and is gone now',
  '{} 第 {} 步：与签过名的不同，整条链被重算过': '{1} step {2}: differs from what was signed; the chain was computed anew',
  '{} 第 {} 步：文书 {} 不在了': '{1} step {2}: document {3} is gone',
  '{} 第 {} 步：没有这件办件': '{1} step {2}: there is no such case',
  '{}：办件记到第 {} 步，日志有 {} 步': '{1}: the case is at step {2}, its log has {3} steps',
  '{}：填写的内容和提交时不一样': '{1}: what was filled in differs from what was filed',
  '{}：申请人、单位或事项和提交时不一样': '{1}: applicant, unit or item differ from what was filed',
  '{}：{} 记的是 {}，由日志应是 {}': '{1}: {2} is {3}, by the log it should be {4}',
  '{}：日志不合规则，{}': '{1}: the log breaks the rules, {2}',
  '{}：承诺 {} 不在了': '{1}: promise {2} is gone',
  '检查点 {} 在数据库里没有了': 'Checkpoint {1} is gone from the database',
  '检查点 {} 的签名不对': 'The signature of checkpoint {1} is wrong',
  '检查点 {} 前面少了一个': 'A checkpoint before {1} is missing',
  '检查点 {} 在库外没有副本': 'Checkpoint {1} has no copy outside the database',
  '文书或材料 {}：文件不在了': 'Document or material {1}: its file is gone',
  '文件 {}：有记录，盘上没有': 'File {1}: there is a record and no file',
  '文件 {}：盘上有，没有记录': 'File {1}: there is a file and no record',
});
