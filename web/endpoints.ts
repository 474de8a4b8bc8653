/** Name of an endpoint → how it is called, what goes in, what comes out. */
import type {
  CaseRow, CaseView, Doc, Draft, Facts, Guide, Item, ItemRow, Json, LedgerRow, Licence, Mandate,
  Me, Message, Text, Verified, VerifiedFile,
} from './contract.ts';

type E<I, O> = { input: I; output: O };
type None = Record<never, never>;
type Page = { page?: string };

export type Endpoints = {
  'base.health': E<None, { ok: boolean; version: string; database: string; clock: string }>;
  'identity.me': E<None, Me>;
  'identity.register': E<
    { name: string; idNumber: string; phone: string; password: string },
    { id: string }
  >;
  'identity.sign-in': E<{ account: string; password: string }, Me>;
  'identity.sign-out': E<None, None>;
  'identity.act-for': E<{ organisation: string | null }, Me>;
  'identity.add-organisation': E<{ creditCode: string; name: string }, { organisation: string }>;
  'identity.give-mandate': E<
    {
      organisation: string; agentName: string; agentIdNumber: string;
      items: string[] | 'all'; until: string;
    },
    { mandate: string }
  >;
  'identity.mandates': E<None, { given: Mandate[]; held: Mandate[] }>;
  'identity.end-mandate': E<{ id: string }, None>;
  'identity.units': E<None, { units: { id: string; name: Text; kind: string; area: string }[] }>;
  'facts.ledger': E<Page, { rows: LedgerRow[]; next?: string | null }>;
  'catalogue.items': E<{ q?: string; topic?: string; audience?: string }, { items: ItemRow[] }>;
  'catalogue.item': E<{ id: string }, Item>;
  'catalogue.guide': E<{ id: string; facts: Record<string, Json | null> }, Guide>;
  'cases.start': E<
    {
      item: string; answers?: Record<string, Json>;
      for?: { name: string; idNumber: string; phone?: string };
    },
    Draft
  >;
  'cases.drafts': E<None, { drafts: { id: string; item: string; itemName: Text; updated: string }[] }>;
  'cases.draft': E<{ id: string }, Draft>;
  'cases.save': E<
    {
      id: string; facts: Record<string, Json | null>;
      take?: Record<string, boolean>;
    },
    Draft
  >;
  'cases.remove-document': E<{ id: string; document: string }, None>;
  'cases.discard': E<{ id: string }, None>;
  'cases.submit': E<
    { id: string; declared: true; again?: boolean },
    { case: string; number: string; receivedOn: string; due?: string }
  >;
  'cases.mine': E<None, { cases: CaseRow[] }>;
  'cases.case': E<{ id: string }, CaseView>;
  'cases.act': E<
    { id: string; action: string; seen: number; facts?: Facts; [more: string]: unknown },
    { state: string; log: number }
  >;
  'cases.queue': E<
    { box: string; state?: string; item?: string; q?: string; page?: string },
    {
      rows: (CaseRow & { owner?: string; findings: { fail: number; ask: number } })[];
      counts: { mine: number; unit: number; late: number }; page: number; pages: number;
    }
  >;
  'cases.find': E<{ q: string }, { rows: CaseRow[] }>;
  'licences.mine': E<None, { licences: Licence[] }>;
  'licences.show': E<{ id: string }, { code: string; url: string; expires: string }>;
  'licences.verify': E<{ code: string }, Verified>;
  'licences.query': E<
    { item: string; by: Record<string, Json>; page?: string },
    { rows: { [shown: string]: Json }[]; next?: string | null }
  >;
  'messages.list': E<Page, { messages: Message[]; unread: number; next?: string | null }>;
  'messages.unread': E<None, { unread: number }>;
  'messages.read': E<{ id: string }, None>;
};

export type EndpointName = keyof Endpoints;
export type Input<N extends EndpointName> = Endpoints[N]['input'];
export type Output<N extends EndpointName> = Endpoints[N]['output'];
export type UploadOutput = Doc;
export type VerifyFileOutput = VerifiedFile;

/** Method and path of each; `:name` in a path is taken from the input. */
export const calls: { [N in EndpointName]: `${'GET' | 'POST' | 'PATCH'} /api/${string}` } = {
  'base.health': 'GET /api/health',
  'identity.me': 'GET /api/identity/me',
  'identity.register': 'POST /api/identity/register',
  'identity.sign-in': 'POST /api/identity/sign-in',
  'identity.sign-out': 'POST /api/identity/sign-out',
  'identity.act-for': 'POST /api/identity/act-for',
  'identity.add-organisation': 'POST /api/identity/organisations',
  'identity.give-mandate': 'POST /api/identity/mandates',
  'identity.mandates': 'GET /api/identity/mandates',
  'identity.end-mandate': 'POST /api/identity/mandates/:id/end',
  'identity.units': 'GET /api/identity/units',
  'facts.ledger': 'GET /api/facts/ledger',
  'catalogue.items': 'GET /api/catalogue/items',
  'catalogue.item': 'GET /api/catalogue/items/:id',
  'catalogue.guide': 'POST /api/catalogue/items/:id/guide',
  'cases.start': 'POST /api/cases/drafts',
  'cases.drafts': 'GET /api/cases/drafts',
  'cases.draft': 'GET /api/cases/drafts/:id',
  'cases.save': 'PATCH /api/cases/drafts/:id',
  'cases.remove-document': 'POST /api/cases/drafts/:id/documents/:document/remove',
  'cases.discard': 'POST /api/cases/drafts/:id/discard',
  'cases.submit': 'POST /api/cases/drafts/:id/submit',
  'cases.mine': 'GET /api/cases/mine',
  'cases.case': 'GET /api/cases/:id',
  'cases.act': 'POST /api/cases/:id/:action',
  'cases.queue': 'GET /api/cases/queue',
  'cases.find': 'GET /api/cases/find',
  'licences.mine': 'GET /api/licences/mine',
  'licences.show': 'POST /api/licences/:id/show',
  'licences.verify': 'GET /api/verify/:code',
  'licences.query': 'POST /api/licences/query',
  'messages.list': 'GET /api/messages',
  'messages.unread': 'GET /api/messages/unread',
  'messages.read': 'POST /api/messages/:id/read',
};

/** Endpoints that are POST but keep nothing: no key of the intent is needed. */
export const readOnly: ReadonlySet<EndpointName> = new Set(['catalogue.guide']);
