/** English of what this room says in Chinese; `{1}` is what stands in the first `{}`. */
import { addEnglish } from '#base';

addEnglish({
  '翻页的位置不对，请回到第一页重新看。': 'No such page. Go back to the first page.',
});
