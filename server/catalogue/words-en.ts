/** English of what this room says in Chinese; `{1}` is what stands in the first `{}`. */
import { addEnglish } from '#base';

addEnglish({
  '“{}”里没有“{}”这一项，请核对名称。': '“{1}” has no entry “{2}”. Please check the name.',
  '最多 {} 项、64 KB': 'at most {1} entries, 64 KB',
  '一次提供的情况太多了（{}）。请只留有关的几项再试。': 'Too much at once ({1}). Keep what matters and try again.',
  '有 {} 处不对：{}请按提示改好再试。': '{1} entries are not right: {2} Mend them as told and try again.',
  '请写明原因，至少 4 个字：市民会看到': 'Give the reason, at least 4 characters: the public sees it',
  '时间写成 2026-11-23T12:00:00+08:00 的样子': 'Write the time like 2026-11-23T12:00:00+08:00',
  '请写明依据哪份文件：文号和发布机关': 'Name the document it stands on: its number and who issued it',
  '已知情况应写成 {"地址": 值} 的样子': 'What is known is written as {"address": value}',
});
