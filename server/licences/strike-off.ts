/** Ends a licence because its holder asked for it, in the transaction of the decision that grants it. */
import { Refused, type Trx } from '#base';
import { tellHolder } from './change.ts';
import { changes, stateOn, states } from './states.ts';
import { findLicence, setState, type Licence, type Text } from './store.ts';

export type StrikeOff = {
  id: string;
  /** Whose it has to be. */
  holder: string;
  /** The case that decided, as told to the holder and kept in the licence's log. */
  case: { id: string; number: string };
  /** YYYY-MM-DD, the day of the decision. */
  on: string;
  at: Date;
  by?: { account: string; name: string; role: string; unit?: Text };
};

/**
 * Strikes a licence off (注销) at once for every verification. Announces `licence.changed` with words
 * for the holder, who asked for it: no remedy is told beside the decision's own.
 * @throws Refused 409 `no-predecessor` when it is not the holder's, or was struck off or replaced before
 */
export async function strikeOff(trx: Trx, what: StrikeOff): Promise<Licence> {
  const licence = await findLicence(trx, what.id, { lock: true });
  if (!licence || licence.holder !== what.holder || !changes.cancel.from.includes(licence.state)) {
    const now = licence ? states[stateOn(licence, what.on)] : undefined;
    throw new Refused('no-predecessor', 409, {
      zh: `这份证照${now ? `现在是“${now.zh}”` : '查不到'}，或不属于这位持证人，不能注销。请刷新页面看最新状态。`,
      en: `This licence ${now ? `is “${now.en.toLowerCase()}” now` : 'is not there'}, or is another holder’s: `
        + 'it cannot be struck off. Reload the page to see how it stands.',
    });
  }
  const reason = `持证人申请注销（办件 ${what.case.number}）`;
  const { by } = what;
  const event = await setState(trx, licence.id, {
    action: 'cancel', fromState: licence.state, toState: 'cancelled', reason, on: what.on, at: what.at,
    by: {
      account: by?.account ?? null, name: by?.name ?? null, role: by?.role ?? 'system', unit: by?.unit ?? null,
    },
  });
  await tellHolder(trx, { licence, event, action: 'cancel', reason, on: what.on, asked: true });
  return { ...licence, state: 'cancelled', stateSince: what.on };
}
