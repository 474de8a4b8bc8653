/** English of what this room says in Chinese; `{1}` is what stands in the first `{}`. */
import { addEnglish } from '#base';

addEnglish({
  '请选一个等级': 'Choose a level',
  '编号不对，请从办件里打开': 'No such number; open it from the case',
  '请写明怎么整改的，至少 4 个字': 'Say how it was put right, at least 4 characters',
  '请选回访结果': 'Choose how the return visit went',
  '请写明回访情况，至少 4 个字': 'Say how the return visit went, at least 4 characters',
  '打开您给的评价': 'Opened your rating',
  '整改和回访': 'To put it right and to visit again',
});
