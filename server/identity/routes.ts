/** The street door of identity. */
import { z } from 'zod';
import type { Endpoints } from '#base';
import { actFor, actForInput } from './act-for.ts';
import { endpoint, endpointForLapsedToo, type Actor } from './actor.ts';
import { addOrganisation, addOrganisationInput } from './add-organisation.ts';
import { endMandate, endMandateInput } from './end-mandate.ts';
import { giveMandate, giveMandateInput } from './give-mandate.ts';
import { listMandates, mandatesOutput } from './list-mandates.ts';
import { listUnits, unitsOutput } from './list-units.ts';
import { me, meOutput, signedInOutput } from './me.ts';
import { register, registerInput } from './register.ts';
import { signInOutput } from './half-session.ts';
import { signInEndpoints } from './routes-sign-in.ts';
import { staffEndpoints } from './routes-staff.ts';
import { signIn, signInInput } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const nothing = z.object({});

export const identityEndpoints = {
  ...signInEndpoints,
  ...staffEndpoints,
  'identity.register': endpoint({
    method: 'POST',
    path: '/api/identity/register',
    who: 'anyone',
    limit: { perMinute: 60 },
    summary: {
      zh: '个人注册（演示：只核对身份证号校验位），注册后即登录',
      en: 'Register as a citizen (demonstration proofing) and sign in',
    },
    input: registerInput,
    output: z.object({ id: z.string() }),
    refusals: [409],
    run: register,
  }),
  'identity.sign-in': endpoint({
    method: 'POST',
    path: '/api/identity/sign-in',
    who: 'anyone',
    limit: { perMinute: 120 },
    summary: {
      zh: '用手机号、身份证号或工作人员登录名登录',
      en: 'Sign in by phone, identity number or staff login',
    },
    input: signInInput,
    output: signInOutput,
    refusals: [401, 403, 423],
    run: signIn,
  }),
  'identity.sign-out': endpoint({
    method: 'POST',
    path: '/api/identity/sign-out',
    who: 'signed-in',
    summary: { zh: '退出登录', en: 'Sign out' },
    input: nothing,
    output: nothing,
    run: signOut,
  }),
  'identity.me': endpoint({
    method: 'GET',
    path: '/api/identity/me',
    who: 'anyone',
    summary: { zh: '现在是谁登录，以谁的名义办事', en: 'Who is signed in, and in whose name' },
    input: nothing,
    output: meOutput,
    run: me,
  }),
  'identity.act-for': endpointForLapsedToo({
    method: 'POST',
    path: '/api/identity/act-for',
    who: ['citizen'],
    summary: {
      zh: '切换办事身份：本人，或有权代表的单位',
      en: 'Act for an organisation, or for oneself again',
    },
    input: actForInput,
    output: signedInOutput,
    refusals: [404],
    run: actFor,
  }),
  'identity.add-organisation': endpoint({
    method: 'POST',
    path: '/api/identity/organisations',
    who: ['citizen'],
    limit: { perMinute: 20 },
    summary: {
      zh: '登记自己任法定代表人的单位（演示：只核对代码校验位）',
      en: 'Add the organisation one leads (demonstration proofing)',
    },
    input: addOrganisationInput,
    output: z.object({ organisation: z.string() }),
    refusals: [409],
    run: addOrganisation,
  }),
  'identity.give-mandate': endpoint({
    method: 'POST',
    path: '/api/identity/mandates',
    who: ['citizen'],
    summary: {
      zh: '法定代表人授权代办人办理指定事项',
      en: 'Authorise an agent for named items until a date',
    },
    input: giveMandateInput,
    output: z.object({ mandate: z.string() }),
    refusals: [404],
    run: giveMandate,
  }),
  'identity.mandates': endpoint({
    method: 'GET',
    path: '/api/identity/mandates',
    who: ['citizen'],
    summary: { zh: '我给出的和我持有的授权', en: 'Mandates given and held' },
    input: nothing,
    output: mandatesOutput,
    run: listMandates,
  }),
  'identity.end-mandate': endpoint({
    method: 'POST',
    path: '/api/identity/mandates/:id/end',
    who: ['citizen'],
    summary: {
      zh: '结束一份授权，双方都可以，立即生效',
      en: 'End a mandate, by either side, at once',
    },
    input: endMandateInput,
    output: nothing,
    refusals: [409],
    run: endMandate,
  }),
  'identity.units': endpoint({
    method: 'GET',
    path: '/api/identity/units',
    who: 'anyone',
    summary: { zh: '机构目录', en: 'The tree of units' },
    input: nothing,
    output: unitsOutput,
    run: listUnits,
  }),
} satisfies Endpoints<Actor>;
