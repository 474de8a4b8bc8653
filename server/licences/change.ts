/** Suspends, resumes, annuls, withdraws, forfeits or strikes off a licence. */
import { announce, inWords, notThere, Refused, shanghaiTime, type Context, type Trx } from '#base';
import { findUnit, organisationsOf, type Actor } from '#identity';
import { mayOversee } from './access.ts';
import {
  changes, mayChange, standingText, stateOn, states, type ChangeAction, type LicenceState,
} from './states.ts';
import { findEvents, findLicence, setState, type Licence } from './store.ts';

export type Change = { id: string; action: ChangeAction; reason: string };

/**
 * Changes the state of a licence, at once for every verification. Only a decider of its unit (or
 * of a unit above) sees it; nobody changes a licence of his own or of an organisation he acts for.
 * Announces `licence.changed` with words for the holder.
 * @throws Refused 404 when it is not his to see, 409 when its state does not allow it, with who
 *   brought it there (details.by, details.at), 403 when he is the holder
 */
export async function change(
  context: Context<Actor>, { id, action, reason }: Change,
): Promise<{ state: LicenceState }> {
  const { actor, today, now } = context;
  return context.tx(async (trx) => {
    const licence = await findLicence(trx, id, { lock: true });
    if (!licence || !(await mayOversee(trx, actor, licence))) throw notThere();
    await refuseOwn(trx, context, licence);
    const state = stateOn(licence, today);
    const may = mayChange(action, state, actor.roles);
    if (!may.allowed) throw await tooLate(trx, licence, may.why.zh);
    const to = changes[action].to;
    const own = actor.units[0];
    const unit = own && await findUnit(trx, own.id);
    const event = await setState(trx, id, {
      action, fromState: licence.state, toState: to, reason, on: today, at: now,
      by: {
        account: actor.id, name: actor.name, role: 'decider',
        unit: unit?.name ?? null,
      },
    });
    await tellHolder(trx, { licence, event, action, reason, on: today });
    return { state: stateOn({ ...licence, state: to }, today) };
  });
}

/** A decider's own licence, or one of a firm he acts for, is for another decider. */
async function refuseOwn(
  trx: Trx, { actor, today }: Context<Actor>, { holder }: Licence,
): Promise<void> {
  const own = holder === actor.subject
    || (await organisationsOf(trx, actor.subject, today)).includes(holder);
  if (own) {
    throw new Refused('own-licence', 403,
      '这是您本人或您任职、代办的单位的证照，按回避规定要由其他审批人来办。');
  }
}

/** Somebody was there before: says what happened, by whom and when. */
async function tooLate(trx: Trx, licence: Licence, why: string): Promise<Refused> {
  const last = (await findEvents(trx, licence.id)).at(-1);
  const by = last?.byName ?? undefined;
  if (!last || !by) return new Refused('wrong-state', 409, why);
  const at = shanghaiTime(last.at);
  return new Refused('wrong-state', 409,
    `${why}${by} 已于 ${at} 办了“${changes[last.action].name.zh}”。请刷新页面看最新状态。`,
    { details: { by, at: last.at.toISOString(), action: last.action } });
}

export type Told = {
  licence: Licence; event: number; action: ChangeAction | 'expire'; reason?: string; on: string;
  /** The holder asked for it himself. */
  asked?: boolean;
};

/** Announces a change, with the message the holder gets (the messages room writes it). */
export async function tellHolder(trx: Trx, told: Told): Promise<void> {
  const { licence, event, action, on } = told;
  await announce(trx, {
    topic: 'licence.changed',
    payload: {
      licence: licence.id, action, state: changes[action].to, on,
      message: {
        key: `licence-event:${event}`, to: { subject: licence.holder },
        title: {
          zh: `您的${licence.kindName.zh}${states[changes[action].to].zh}`,
          en: `Your licence: ${states[changes[action].to].en.toLowerCase()}`,
        },
        body: bodyOf(told), item: licence.item, case: licence.caseId,
      },
    },
    live: { topic: 'cases', to: [`subject:${licence.holder}`, `unit:${licence.unit}`] },
  });
}

function bodyOf({ licence, action, reason, on, asked }: Told): { zh: string; en: string } {
  const { number } = licence;
  if (action === 'expire') {
    return {
      zh: `${licence.kindName.zh}（${number}）的有效期已于 ${licence.until} 届满，现在不能再使用。`
        + '需要继续的，请重新申请。',
      en: `${number} was valid until ${licence.until} and has expired. Apply again if you need it.`,
    };
  }
  const rule = changes[action];
  const law = standingText(rule);
  const remedy = action === 'resume' || asked ? { zh: '', en: '' } : {
    zh: '您可以陈述、申辩；对决定不服的，可以依法申请行政复议或者提起行政诉讼。',
    en: ' You may state your case; against the decision you may ask for administrative review or go to court.',
  };
  return {
    zh: `${licence.issuer.name.zh}于 ${on} 对${licence.kindName.zh}（${number}）作出“${rule.name.zh}”。`
      + `理由：${reason ?? ''}。${law ? `依据：${law}。` : ''}${remedy.zh}`.replace('。。', '。'),
    en: `${licence.issuer.name.en ?? licence.issuer.name.zh}, ${on}: ${licence.kindName.en ?? licence.kindName.zh} `
      + `(${number}): ${rule.name.en}. Reason: ${inWords(reason ?? '', 'en')}.${remedy.en}`.replace('..', '.'),
  };
}
