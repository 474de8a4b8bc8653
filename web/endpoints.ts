/** Name of an endpoint → how it is called. What goes in and out is told by the server's own types. */
import type { Contracts } from '../server/app.ts';

/** Endpoints that take or give files or a stream are called by their address, not by name. */
type Files = 'base.live' | 'cases.file' | 'licences.file' | 'sources.document';
export type EndpointName = Exclude<keyof Contracts, Files>;
export type Input<N extends EndpointName> = Contracts[N]['input'];
export type Output<N extends EndpointName> = Contracts[N]['output'];

/** Method and path of each; `:name` in a path is taken from the input. A test holds it to the server's. */
export const calls: Record<EndpointName, string> = {
  'base.health': 'GET /api/health',
  'identity.register': 'POST /api/identity/register',
  'identity.sign-in': 'POST /api/identity/sign-in',
  'identity.sign-out': 'POST /api/identity/sign-out',
  'identity.me': 'GET /api/identity/me',
  'identity.act-for': 'POST /api/identity/act-for',
  'identity.add-organisation': 'POST /api/identity/organisations',
  'identity.give-mandate': 'POST /api/identity/mandates',
  'identity.mandates': 'GET /api/identity/mandates',
  'identity.end-mandate': 'POST /api/identity/mandates/:id/end',
  'identity.units': 'GET /api/identity/units',
  'licences.mine': 'GET /api/licences/mine',
  'licences.show': 'POST /api/licences/:id/show',
  'licences.of-case': 'GET /api/cases/:id/licence',
  'licences.change': 'POST /api/licences/:id/:action',
  'licences.verify': 'GET /api/verify/:code',
  'licences.verify-file': 'POST /api/verify/file',
  'licences.query': 'POST /api/licences/query',
  'sources.query': 'POST /api/sources/:item',
  'messages.list': 'GET /api/messages',
  'messages.unread': 'GET /api/messages/unread',
  'messages.read': 'POST /api/messages/:id/read',
  'catalogue.items': 'GET /api/catalogue/items',
  'catalogue.item': 'GET /api/catalogue/items/:id',
  'catalogue.guide': 'POST /api/catalogue/items/:id/guide',
  'facts.ledger': 'GET /api/facts/ledger',
  'cases.start': 'POST /api/cases/drafts',
  'cases.drafts': 'GET /api/cases/drafts',
  'cases.draft': 'GET /api/cases/drafts/:id',
  'cases.save': 'PATCH /api/cases/drafts/:id',
  'cases.remove-member': 'POST /api/cases/drafts/:id/members/remove',
  'cases.upload': 'POST /api/cases/drafts/:id/documents',
  'cases.remove-document': 'POST /api/cases/drafts/:id/documents/:document/remove',
  'cases.discard': 'POST /api/cases/drafts/:id/discard',
  'cases.submit': 'POST /api/cases/drafts/:id/submit',
  'cases.mine': 'GET /api/cases/mine',
  'cases.queue': 'GET /api/cases/queue',
  'cases.find': 'GET /api/cases/find',
  'cases.case': 'GET /api/cases/:id',
  'cases.upload-supplement': 'POST /api/cases/:id/documents',
  'cases.supplement': 'POST /api/cases/:id/supplement',
  'cases.withdraw': 'POST /api/cases/:id/withdraw',
  'cases.ask-supplement': 'POST /api/cases/:id/ask-supplement',
  'cases.accept': 'POST /api/cases/:id/accept',
  'cases.not-accept': 'POST /api/cases/:id/not-accept',
  'cases.review': 'POST /api/cases/:id/review',
  'cases.propose-refusal': 'POST /api/cases/:id/propose-refusal',
  'cases.start-procedure': 'POST /api/cases/:id/start-procedure',
  'cases.end-procedure': 'POST /api/cases/:id/end-procedure',
  'cases.extend': 'POST /api/cases/:id/extend',
  'cases.decide': 'POST /api/cases/:id/decide',
  'cases.settle': 'POST /api/cases/:id/settle',
  'cases.issue': 'POST /api/cases/:id/issue',
  'cases.pay-order': 'POST /api/cases/:id/pay-order',
  'cases.deliver': 'POST /api/cases/:id/deliver',
  'cases.terminate': 'POST /api/cases/:id/terminate',
  'cases.raise': 'POST /api/cases/:id/raise',
  'cases.claim': 'POST /api/cases/:id/claim',
  'cases.hand-back': 'POST /api/cases/:id/hand-back',
};

/** Endpoints that are POST but keep nothing: no key of the intent is needed. */
export const readOnly: ReadonlySet<EndpointName> = new Set<EndpointName>([
  'catalogue.guide', 'licences.query', 'licences.verify-file', 'sources.query',
]);
