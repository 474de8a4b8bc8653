/**
 * States of a licence, and who may bring it from which to which. Pure: the pages import it for its
 * values. The ends are kept apart because the law keeps them apart: 撤销 annuls what should not have
 * been granted, 撤回 takes back what was rightly granted, 吊销 punishes, 注销 only strikes it off.
 */
type Text = { zh: string; en: string };

/** The states that are stored, and `upcoming`, which only a date makes. */
export const states = {
  upcoming: { zh: '尚未生效', en: 'Not yet in force' },
  valid: { zh: '有效', en: 'Valid' },
  suspended: { zh: '暂停使用', en: 'Suspended' },
  expired: { zh: '已过期', en: 'Expired' },
  revoked: { zh: '已撤销', en: 'Annulled' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  forfeited: { zh: '已吊销', en: 'Revoked as a penalty' },
  cancelled: { zh: '已注销', en: 'Struck off' },
  replaced: { zh: '已换发新证', en: 'Replaced by a newer one' },
} satisfies Record<string, Text>;

export type LicenceState = keyof typeof states;
export type StoredState = Exclude<LicenceState, 'upcoming'>;

export type ChangeAction = 'suspend' | 'resume' | 'revoke' | 'withdraw' | 'forfeit' | 'cancel';
export type LicenceAction = ChangeAction | 'issue' | 'expire' | 'replace';

/** Where an action stands in the law, or why that is not known. */
type Standing = { law: string; article: string } | { unsure: string };

export type LicenceRule = {
  name: Text;
  from: readonly StoredState[];
  to: StoredState;
  /** `system`: happens by date or by another act, no officer does it alone. */
  role: 'decider' | 'system';
  /** When it is the right one to take, for the officer who chooses. */
  when: Text;
  standing: Standing;
};

const permitLaw = '中华人民共和国行政许可法';

/** The one table: action → from, to, who. Articles: reference law-licences A [S1]. */
export const changes: Record<LicenceAction, LicenceRule> = {
  issue: {
    name: { zh: '颁发', en: 'Issued' }, from: [], to: 'valid', role: 'system',
    when: { zh: '准予决定之后', en: 'After a decision to grant' },
    standing: { law: permitLaw, article: '39' },
  },
  suspend: {
    name: { zh: '暂停使用', en: 'Suspend' }, from: ['valid'], to: 'suspended', role: 'decider',
    when: { zh: '要查清问题，查清前不宜继续使用', en: 'While a problem is looked into' },
    standing: { unsure: '暂扣许可证件的处罚条文没有核到，办理时请写明所依据的规定' },
  },
  resume: {
    name: { zh: '恢复使用', en: 'Resume' }, from: ['suspended'], to: 'valid', role: 'decider',
    when: { zh: '暂停的原因已经消除', en: 'The reason of the suspension is gone' },
    standing: { unsure: '随暂停的依据，没有单独的条文' },
  },
  revoke: {
    name: { zh: '撤销', en: 'Annul' }, from: ['valid', 'suspended', 'expired'], to: 'revoked',
    role: 'decider',
    when: {
      zh: '当初不该准予：超越职权、违反程序、不符合条件，或用欺骗、贿赂取得',
      en: 'Should not have been granted: beyond powers, against procedure or conditions, by deceit',
    },
    standing: { law: permitLaw, article: '69' },
  },
  withdraw: {
    name: { zh: '撤回', en: 'Withdraw' }, from: ['valid', 'suspended'], to: 'withdrawn',
    role: 'decider',
    when: {
      zh: '当初合法，后来依据修改废止或客观情况重大变化，为公共利益收回；造成损失要补偿',
      en: 'Rightly granted, but the law or the facts changed; losses are compensated',
    },
    standing: { law: permitLaw, article: '8' },
  },
  forfeit: {
    name: { zh: '吊销', en: 'Revoke as a penalty' }, from: ['valid', 'suspended'], to: 'forfeited',
    role: 'decider',
    when: { zh: '持证人违法，作为行政处罚', en: 'As a penalty for breaking the law' },
    standing: { unsure: '处罚条文随各单行法规，办理时请写明处罚决定书文号' },
  },
  cancel: {
    name: { zh: '注销', en: 'Strike off' },
    from: ['valid', 'suspended', 'expired', 'revoked', 'withdrawn', 'forfeited'], to: 'cancelled',
    role: 'decider',
    when: {
      zh: '期满未延续，持证人死亡或终止，或已被撤销、撤回、吊销，办理注销手续',
      en: 'Ended without renewal, holder dead or dissolved, or after the other ends',
    },
    standing: { law: permitLaw, article: '70' },
  },
  expire: {
    name: { zh: '有效期届满', en: 'Expired' }, from: ['valid', 'suspended'], to: 'expired',
    role: 'system', when: { zh: '过了有效期的最后一天', en: 'After its last day' },
    standing: { law: permitLaw, article: '70' },
  },
  replace: {
    name: { zh: '换发', en: 'Replaced' }, from: ['valid', 'suspended', 'expired'], to: 'replaced',
    role: 'system', when: { zh: '变更、延续后发了新证', en: 'A changed or renewed one was issued' },
    standing: { law: permitLaw, article: '49' },
  },
};

/** The actions an officer chooses from, in the order they are shown. */
export const changeActions = [
  'suspend', 'resume', 'revoke', 'withdraw', 'forfeit', 'cancel',
] as const satisfies readonly ChangeAction[];

/** The law an action stands on, as printed in a message. */
export function standingText({ standing }: LicenceRule): string | undefined {
  return 'law' in standing ? `《${standing.law}》第${standing.article}条` : undefined;
}

/**
 * The state on a day (all dates YYYY-MM-DD; `until` is the last valid day). A licence past its last
 * day is expired whether or not the daily round has written it down.
 */
export function stateOn(
  licence: { state: StoredState; from: string; until: string | null }, day: string,
): LicenceState {
  const running = licence.state === 'valid' || licence.state === 'suspended';
  if (!running) return licence.state;
  if (licence.until !== null && licence.until < day) return 'expired';
  return licence.state === 'valid' && licence.from > day ? 'upcoming' : licence.state;
}

/** May somebody with these roles do this in this state? A no says why and what to do instead. */
export function mayChange(
  action: ChangeAction, state: LicenceState, roles: readonly string[],
): { allowed: true } | { allowed: false; why: Text } {
  const rule = changes[action];
  if (!roles.includes(rule.role)) {
    return { allowed: false, why: {
      zh: `${rule.name.zh}要由发证机关的审批人来做，请把情况写明后提交给他。`,
      en: `Only a decider of the issuing body may do this: pass it on with what you know.`,
    } };
  }
  const stored = state === 'upcoming' ? 'valid' : state;
  if (rule.from.includes(stored)) return { allowed: true };
  return { allowed: false, why: {
    zh: `这份证照现在是“${states[state].zh}”，不能${rule.name.zh}。`,
    en: `It is ${states[state].en.toLowerCase()} now: “${rule.name.en}” is not possible.`,
  } };
}
