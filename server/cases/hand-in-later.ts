/** The applicant brings what he promised at acceptance (容缺受理). */
import { z } from 'zod';
import { Refused } from '#base';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';
import { keepPromises, promisesOf } from './promise-store.ts';
import { documentsOf } from './store.ts';

export const handInInput = z.object(actInput);
export const handInOutput = actOutput;

/** Refuses 409 `nothing-promised`, 400 `incomplete` where no promised material was uploaded since. */
export async function handInLater(cx: Cx, input: z.output<typeof handInInput>) {
  return act(cx, { action: 'hand-in-later', input }, async ({ case: c }, trx) => {
    if (cx.actor.kind === 'staff' && c.channel === 'online') {
      throw new Refused('applicant-mends', 403, {
        zh: '这件是申请人在网上提交的，承诺的材料由申请人自己上传。',
        en: 'This was filed online: the applicant uploads what he promised himself.',
      });
    }
    const open = (await promisesOf(trx, c.id))
      .filter((p) => p.kind === 'later' && ['open', 'broken'].includes(p.state));
    if (open.length === 0) {
      throw new Refused('nothing-promised', 409, {
        zh: '这件没有还要补交的承诺材料。', en: 'No promised material is open in this case.',
      });
    }
    const documents = await documentsOf(trx, { case: c.id });
    const came = open.filter((p) => documents.some((d) => d.material === p.what));
    if (came.length === 0) {
      throw new Refused('incomplete', 400, {
        zh: '还没有上传承诺补交的材料，请先上传。', en: 'Upload what was promised first.',
      }, { fields: open.map(({ what, name }) => ({
        at: what, message: { zh: `请上传“${name.zh}”`, en: `Upload ${name.en ?? name.zh}` },
      })) });
    }
    const promises = await keepPromises(trx, came.map((p) => p.id), cx.today);
    const what = came.map((p) => p.what);
    return {
      content: {
        materials: what, promises,
        documents: documents.filter((d) => what.includes(d.material))
          .map((d) => ({ id: d.id, material: d.material, file: d.file })),
      },
      papers: [{ kind: 'later-received', content: { on: cx.today, materials: came.map((p) => p.name.zh) } }],
      tell: 'came',
    };
  });
}
