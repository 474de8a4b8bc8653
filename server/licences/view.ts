/** A licence as its holder and its officers see it. */
import type { Db, Trx } from '#base';
import type { Actor } from '#identity';
import { mayHold, mayOversee } from './access.ts';
import { printedCode } from './code.ts';
import { printed } from './make-file.ts';
import { changeActions, changes, mayChange, stateOn, states, type LicenceState } from './states.ts';
import { findByCase, findEvents, findOfHolder, type Licence, type Text } from './store.ts';

export type LicenceView = {
  id: string;
  kind: string;
  name: Text;
  number: string;
  version: number;
  identifier: string;
  holder: string;
  issuer: Text;
  issuedOn: string;
  from: string;
  until?: string;
  state: LicenceState;
  stateName: Text;
  stateSince: string;
  attributes: { id: string; name: Text; value: string; shown?: Text }[];
  /** Id of the PDF; null while it is being made. */
  file: string | null;
  /** Verify code as printed. */
  code: string;
  item?: string;
  case?: string;
};

/** What happened, and what an officer may do next. */
export type Course = {
  history: {
    action: string; name: Text; on: string; at: string; by?: string; unit?: Text; reason?: string;
  }[];
  actions: { action: string; name: Text; when: Text; allowed: boolean; why?: Text }[];
};

/** @param today YYYY-MM-DD: the state is the one of that day */
export function viewOf(licence: Licence, today: string): LicenceView {
  const state = stateOn(licence, today);
  return {
    id: licence.id, kind: licence.kind, name: licence.kindName, number: licence.number,
    version: licence.version, identifier: licence.identifier, holder: licence.holderName,
    issuer: licence.issuer.name, issuedOn: licence.issuedOn, from: licence.from,
    ...(licence.until ? { until: licence.until } : {}),
    state, stateName: states[state], stateSince: licence.stateSince,
    attributes: licence.attributes.map((a) => ({
      id: a.id, name: a.name, value: printed(a), ...(a.shown ? { shown: a.shown } : {}),
    })),
    file: licence.file, code: printedCode(licence.code),
    ...(licence.item ? { item: licence.item } : {}),
    ...(licence.caseId ? { case: licence.caseId } : {}),
  };
}

/** The licences of the subject he acts for now; an agent sees those of the items of his mandate. */
export async function mine(db: Db, actor: Actor, today: string): Promise<LicenceView[]> {
  const acting = actor.actingFor;
  const licences = acting
    ? await findOfHolder(db, acting.organisation, acting.items)
    : await findOfHolder(db, actor.subject, 'all');
  return licences.filter(({ state }) => state !== 'replaced').map((one) => viewOf(one, today));
}

/** The licence a case led to, for whoever may see the case (the caller knows); undefined before. */
export async function ofCase(
  db: Db | Trx, caseId: string, today: string,
): Promise<LicenceView | undefined> {
  const licence = await findByCase(db, caseId);
  return licence && viewOf(licence, today);
}

/** Its course; officers' names are for officers, the holder is told the office. */
export async function courseOf(
  db: Db, actor: Actor, seen: { licence: Licence; today: string },
): Promise<Course> {
  const { licence, today } = seen;
  const officer = await mayOversee(db, actor, licence);
  const state = stateOn(licence, today);
  const history = (await findEvents(db, licence.id)).map((event) => ({
    action: event.action, name: changes[event.action].name, on: event.on,
    at: event.at.toISOString(),
    ...(officer && event.byName ? { by: event.byName } : {}),
    ...(event.byUnit ? { unit: event.byUnit } : {}),
    ...(event.reason ? { reason: event.reason } : {}),
  }));
  const actions = !officer || mayHold(actor, licence) ? [] : changeActions.map((action) => {
    const may = mayChange(action, state, actor.roles);
    const { name, when } = changes[action];
    return { action, name, when, allowed: may.allowed, ...(may.allowed ? {} : { why: may.why }) };
  });
  return { history, actions };
}
