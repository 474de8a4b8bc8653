/** Publishes an item of the demonstration with changes to its text, for what no shipped item shows. */
import path from 'node:path';
import { root } from '#base';
import { keepVersion, publish, readFiles, sha256 } from '#catalogue';
import { assemble, parseCatalogue } from '#graph';
import type { TestServer } from './server.ts';

/** Each change is a text of the file and what stands there instead; it throws where the text is not found. */
export async function publishWith(server: TestServer, item: string, changes: [string, string][]): Promise<void> {
  const files = readFiles(path.join(root, 'catalogue')).map((file) => {
    if (!file.path.endsWith(`items/${item}.yaml`)) return file;
    return { ...file, text: changes.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new RangeError(`${item}: no “${from}”`);
      return text.replace(from, to);
    }, file.text) };
  });
  const { catalogue } = parseCatalogue(files);
  const { version, hash } = assemble(catalogue, item, sha256);
  const at = server.world.clock.now();
  // A clock that is set back to the same minute finds it in effect.
  const from = new Date(at.getTime() - 60_000);
  await server.world.db.transaction().execute(async (trx) => {
    await keepVersion(trx, { version, hash, origin: 'studio', at });
    await publish(trx, { by: 'test', origin: 'studio', at, items: [{ item, hash, from }] });
  });
}

/** The bath-house with everything that can be promised, and a hearing; it has two levels of approval. */
export const promising: [string, string][] = [
  ['  - material: premises-drawings\n',
    '  - material: premises-drawings\n    necessity: later\n    within: { n: 5, unit: wd }\n'],
  ['special procedures:\n', `special procedures:
  - { id: hearing, name: { zh: 听证, en: Hearing }, kind: hearing, takes: { n: 20, unit: wd }, staff: 1,
      law: { id: licensing-law, article: "48" }, source: S1 }
`],
  ['special procedures:\n', `promise:
  id: all-met
  name: { zh: 符合卫生条件的承诺, en: Promise to meet the hygiene conditions }
  covers: [hygiene-rules-document]
  text: { zh: 我单位承诺已经建立卫生管理制度并照着做。, en: We promise that hygiene rules exist and are kept. }
  check: { n: 1, unit: month }
  unsure: 样例
special procedures:
`],
];
