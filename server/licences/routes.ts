/** The street door of licences. */
import { z } from 'zod';
import { cleanText } from '#graph';
import { announce, Refused, type Context, type Endpoints } from '#base';
import { endpoint, type Actor } from '#identity';
import { opened } from './access.ts';
import { change } from './change.ts';
import { fileName } from './make-file.ts';
import { query } from './register.ts';
import { show } from './show.ts';
import { signer } from './signer.ts';
import { changeActions, states } from './states.ts';
import { findByCase, findLicence } from './store.ts';
import { verifyFile } from './verify-file.ts';
import { verifyCode } from './verify.ts';
import { courseOf, mine, viewOf } from './view.ts';

const nothing = z.object({});
const text = z.object({ zh: z.string(), en: z.string().optional() });
const id = z.uuid('编号的格式不对，请从列表里打开');
const date = z.string();
const state = z.enum(Object.keys(states) as [keyof typeof states, ...(keyof typeof states)[]]);

const licence = z.object({
  id: z.string(), kind: z.string(), name: text, number: z.string(), version: z.number(),
  identifier: z.string(), holder: z.string(), issuer: text, issuedOn: date, from: date,
  until: date.optional(), state, stateName: text, stateSince: date,
  attributes: z.array(z.object({
    id: z.string(), name: text, value: z.string(), shown: text.optional(),
  })),
  file: z.string().nullable(), code: z.string(), item: z.string().optional(),
  case: z.string().optional(),
});

const course = z.object({
  history: z.array(z.object({
    action: z.string(), name: text, on: date, at: z.string(), by: z.string().optional(),
    unit: text.optional(), reason: z.string().optional(),
  })),
  actions: z.array(z.object({
    action: z.string(), name: text, when: text, allowed: z.boolean(), why: text.optional(),
  })),
});

const verified = z.object({
  found: z.boolean(), message: text, on: date, kind: z.string().optional(), name: text.optional(),
  number: z.string().optional(), version: z.number().optional(),
  identifier: z.string().optional(), holder: z.string().optional(), issuer: text.optional(),
  issuedOn: date.optional(), from: date.optional(), until: date.optional(),
  state: state.optional(), stateName: text.optional(), stateSince: date.optional(),
  successor: z.object({ number: z.string(), version: z.number(), issuedOn: date }).optional(),
  shown: z.boolean().optional(),
});

/** News for who waits that the result of a case is received. */
async function fetched({ db }: Context<Actor>, licence: string, of: string): Promise<void> {
  await db.transaction().execute((trx) => announce(trx, { topic: 'licence.fetched', payload: { licence, case: of } }));
}

/** A reason is read by the holder: real words, made safe to print. */
const reason = z.string().max(5000).transform((typed, context) => {
  const clean = cleanText(typed, 500, { lines: true });
  const problem = 'problem' in clean ? clean.problem
    : [...clean.text].length < 4 ? '请写明理由，至少 4 个字：持证人会看到' : undefined;
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  return 'text' in clean ? clean.text : '';
});

const typed = z.string().max(200).nullable();
const cell = z.union([z.string(), text, z.null()]);

export const licenceEndpoints = {
  'licences.mine': endpoint({
    method: 'GET', path: '/api/licences/mine', who: ['citizen', 'agent'],
    summary: { zh: '我的证照；以单位名义办事时是单位的证照', en: 'Licences of the one acted for' },
    input: nothing, output: z.object({ licences: z.array(licence) }),
    run: async ({ db, actor, today }) => ({ licences: await mine(db, actor, today) }),
  }),
  'licences.show': endpoint({
    method: 'POST', path: '/api/licences/:id/show', who: ['citizen', 'agent'],
    summary: { zh: '生成一分钟内有效的出示码', en: 'A code to show, good for one minute' },
    input: z.object({ id }), refusals: [404],
    output: z.object({ code: z.string(), url: z.string(), expires: z.string() }),
    run: show,
  }),
  'licences.file': endpoint({
    method: 'GET', path: '/api/licences/:id/file', who: 'signed-in', answer: 'file',
    summary: { zh: '下载签过名的证照原文件', en: 'The signed PDF, byte for byte' },
    input: z.object({ id }), output: z.object({}), refusals: [404, 409],
    run: async (context, input) => {
      const { db, files } = context;
      const found = await opened(context, await findLicence(db, input.id));
      const stored = found.file ? await files.read(db, found.file) : undefined;
      if (!stored) throw new Refused('being-made', 409, '证照文件正在生成，请稍等几秒再下载。');
      if (context.actor.kind === 'citizen' && found.caseId) await fetched(context, found.id, found.caseId);
      return {
        bytes: stored.bytes, type: 'application/pdf', name: fileName(found),
        disposition: 'attachment',
      };
    },
  }),
  'licences.of-case': endpoint({
    method: 'GET', path: '/api/cases/:id/licence', who: 'signed-in', refusals: [404],
    summary: {
      zh: '办件发出的证照、它的经过和现在能做的处理',
      en: 'The licence a case led to, its course, and what may be done',
    },
    input: z.object({ id }), output: licence.extend(course.shape),
    run: async (context, input) => {
      const { db, actor, today } = context;
      const found = await opened(context, await findByCase(db, input.id));
      return { ...viewOf(found, today), ...await courseOf(db, actor, { licence: found, today }) };
    },
  }),
  'licences.change': endpoint({
    method: 'POST', path: '/api/licences/:id/:action', who: ['decider'], refusals: [404, 409],
    summary: {
      zh: '暂停、恢复、撤销、撤回、吊销、注销证照，立即生效并告知持证人',
      en: 'Suspend, resume, annul, withdraw, forfeit, strike off; at once, and the holder is told',
    },
    input: z.object({ id, action: z.enum(changeActions), reason }),
    output: z.object({ state, stateName: text }),
    run: async (context, input) => {
      const changed = await change(context, input);
      return { ...changed, stateName: states[changed.state] };
    },
  }),
  'licences.verify': endpoint({
    method: 'GET', path: '/api/verify/:code', who: 'anyone', limit: { perMinute: 60 },
    summary: { zh: '凭查验码或出示码查证照今天是否有效', en: 'What a licence is worth today, by its code' },
    input: z.object({ code: z.string().min(1).max(120) }), output: verified,
    run: (context, input) => verifyCode(context, input.code),
  }),
  'licences.verify-file': endpoint({
    method: 'POST', path: '/api/verify/file', who: 'anyone', body: 'bytes',
    limit: { perMinute: 20 }, refusals: [413, 415],
    summary: {
      zh: '查验证照文件：有没有被改动，今天是否有效',
      en: 'Is a licence file unaltered, and what is it worth today',
    },
    input: nothing,
    output: verified.extend({ signed: z.boolean(), intact: z.boolean(), known: z.boolean() }),
    run: (context) => verifyFile(context, {
      bytes: context.request.body ?? Buffer.alloc(0), certificate: signer(context).certificate,
    }),
  }),
  'licences.query': endpoint({
    method: 'POST', path: '/api/licences/query', who: 'anyone', limit: { perMinute: 60 },
    summary: { zh: '查询公开的行政许可决定', en: 'Search the public register of licensing decisions' },
    input: z.object({
      item: z.string().max(80), by: z.record(z.string().max(120), typed),
      page: z.string().max(200).optional(),
    }),
    output: z.object({
      rows: z.array(z.record(z.string(), cell)), next: z.string().nullable(),
    }),
    refusals: [404], run: query,
  }),
} satisfies Endpoints<Actor>;
