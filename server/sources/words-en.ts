/** English of what this room says in Chinese; `{1}` is what stands in the first `{}`. */
import { addEnglish } from '#base';

addEnglish({
  '查询“{}”': 'To look up “{1}”',
  '{}（没有查到记录）': '{1} (no record found)',
  '{}（孩子：{}）': '{1} (child: {2})',
  '开具“{}”': 'To make “{1}”',
  '编号的格式不对，请从查询结果里打开': 'Not in the form of a number; open it from what was found',
});
