/** What the places of a template are filled with: from the act's content, the case and the item. Pure. */
import { longDate } from '#base';
import type { PaperKind } from './paper-kinds.ts';

type Filled = string | string[] | { name: string; how: string }[];
type Fill = (content: Record<string, unknown>) => Filled;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map((v) => {
  if (typeof v === 'string') return v;
  const { text: words, message } = v as { text?: unknown; message?: unknown };
  return text(words ?? message);
}) : []);
const date = (value: unknown): string => (text(value) ? longDate(text(value)) : '');

const asText = (key: string): Fill => (c) => text(c[key]);
const asDate = (key: string): Fill => (c) => date(c[key]);
const asList = (key: string): Fill => (c) => texts(c[key]);
const joined = (key: string): Fill => (c) => texts(c[key]).join('、');

const ways: Record<string, string> = { counter: '窗口领取', post: '邮寄', download: '网上送达，可随时下载' };
const proofs: Record<string, string> = {
  signed: '已核对身份，当场签收。', uploaded: '有快递签收证明。', confirmed: '收件人已在网上确认收到。',
};

/** Kind → place → how it is filled. */
export const places: Record<PaperKind, Record<string, Fill>> = {
  'receipt': {
    receivedOn: asDate('receivedOn'), noticeDue: asDate('noticeDue'),
    computed: (c) => text(c['computed']).replace(/。$/, ''),
    materials: (c) => c['materials'] as { name: string; how: string }[] | undefined ?? [],
  },
  'acceptance': {
    acceptedOn: asDate('acceptedOn'), due: asDate('due'), computed: asList('computed'),
    later: (c) => (Array.isArray(c['later']) ? c['later'] as { name: string; due: string }[] : [])
      .map((l) => `${l.name}（${date(l.due)}前）`).join('、'),
  },
  'supplement': { points: asList('points'), until: asDate('until'), computed: asText('computed') },
  'supplement-received': { points: asList('points'), noticeDue: asDate('noticeDue') },
  'not-accepted': { reason: asText('reason'), goTo: asText('goTo') },
  'procedure': {
    name: asText('name'), reason: asText('reason'), toldUntil: asDate('toldUntil'), computed: asText('computed'),
    staff: joined('staff'), newComputed: asList('newComputed'),
  },
  'extension': { reason: asText('reason'), newDue: asDate('newDue'), computed: asList('computed') },
  'grant': { ends: asText('ends'), decidedOn: asDate('decidedOn'), promise: asText('promise'), check: asDate('check') },
  'refusal': { reason: asText('reason'), cited: asList('cited') },
  'payment': { amount: (c) => String(c['amount'] ?? '') },
  'delivery': {
    way: (c) => ways[text(c['by'])] ?? '', carrier: asText('carrier'), tracking: asText('tracking'),
    receiver: asText('receiver'), proof: (c) => proofs[text(c['proof'])] ?? '',
  },
  'withdrawal': { reason: asText('reason') },
  'termination': { ground: asText('ground'), reason: asText('reason') },
  'hearing': {
    on: asDate('on'), time: asText('time'), place: asText('place'), presider: asText('presider'),
    reason: asText('reason'),
  },
  'promise': { promises: asList('promises'), by: asText('by') },
  'promise-check': {
    words: asText('words'), checkedOn: asDate('checkedOn'), found: asText('found'), kept: asText('kept'),
    untrue: asText('untrue'),
  },
  'rectification': {
    words: asText('words'), checkedOn: asDate('checkedOn'), found: asText('found'), reason: asText('reason'),
    due: asDate('due'),
  },
  'revocation': {
    decidedOn: asDate('decidedOn'), words: asText('words'), checkedOn: asDate('checkedOn'), found: asText('found'),
    reason: asText('reason'), revokedOn: asDate('revokedOn'), licence: asText('licence'),
    licenceNumber: asText('licenceNumber'),
  },
  'promise-restored': { promise: asText('promise'), reason: asText('reason'), on: asDate('on') },
  'later-received': { on: asDate('on'), materials: asList('materials') },
  'inspection': {
    name: asText('name'), from: asDate('from'), until: asDate('until'), staff: joined('staff'),
    result: asText('result'), findings: asList('findings'),
  },
  'minutes': {
    on: asDate('on'), place: asText('place'), presider: asText('presider'), result: asText('result'),
    minutes: asList('minutes'),
  },
  'resumed': {
    name: asText('name'), from: asDate('from'), until: asDate('until'), result: asText('result'),
    newComputed: asList('newComputed'),
  },
  'verified': { told: asDate('told') },
  'opinion-asked': {
    to: asText('to'), question: asText('question'), due: asDate('due'), shares: joined('shares'),
  },
  'opinion-given': {
    from: asText('from'), question: asText('question'), answer: asText('answer'), words: asText('words'),
  },
};

/** Places that a paper has although the act may leave them empty. */
export const mayBeEmpty: Partial<Record<PaperKind, readonly string[]>> = {
  'supplement': ['computed'], 'procedure': ['computed'], 'receipt': ['computed'],
};

/** What a paragraph can depend on beside a place. */
export const marksOf: readonly string[] = ['permit', 'instant', 'allowance', 'registration', 'monthly', 'deemed'];

/** Is there anything in a place? */
export const empty = (filled: Filled | undefined): boolean => filled === undefined || filled.length === 0;
