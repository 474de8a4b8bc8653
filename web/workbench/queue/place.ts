/** Where the desk is: which box, which filters, which case. All of it stands in the address. */
import type { Input } from '../../endpoints.ts';
import type { Place, Route } from '../../paths.ts';
import { states, type State } from '#cases/states';

export const boxes = ['mine', 'unit', 'late', 'absent'] as const;
export type Box = (typeof boxes)[number];

export const filterNames = ['state', 'item', 'light', 'unit', 'owner', 'channel', 'q'] as const;
export type FilterName = (typeof filterNames)[number];

export type DeskPlace = {
  box: Box;
  case: string;
  action: string;
  filters: Record<FilterName | 'page', string | undefined>;
};

/** What the address says; a box that does not exist is the unit's. */
export function deskAt({ params, query }: Route): DeskPlace {
  const box = boxes.find((one) => one === params.box) ?? 'unit';
  const { state, item, light, unit, owner, channel, q, page } = query;
  return {
    box,
    case: params.case ?? '',
    action: params.action ?? '',
    filters: { state, item, light, unit, owner, channel, q, page },
  };
}

const lights = ['green', 'yellow', 'red', 'purple', 'grey', 'none'];

/** The question to the server; what the address says wrongly is left out. */
export function queueInput({ box, filters }: DeskPlace): Input<'cases.queue'> {
  const state = states.find((one): one is State => one === filters.state);
  const page = Number(filters.page ?? '1');
  const { item, light, unit, owner, channel, q } = filters;
  return {
    box,
    ...(state ? { state } : {}),
    ...(item ? { item } : {}),
    ...(light && lights.includes(light) ? { light } : {}),
    ...(unit ? { unit } : {}),
    ...(owner && /^(none|[\da-f-]{36})$/.test(owner) ? { owner } : {}),
    ...(channel === 'online' || channel === 'counter' ? { channel } : {}),
    ...(q ? { q: q.slice(0, 60) } : {}),
    ...(Number.isInteger(page) && page > 1 && page <= 1000 ? { page } : {}),
  } as Input<'cases.queue'>;
}

/** The address of a box, or of another filter in it: from its first page. */
export function boxPlace(box: Box, filters: Partial<DeskPlace['filters']> = {}): Place {
  return { to: 'workbenchQueue', params: { box }, query: filters };
}

/** The address of a case beside the same queue. */
export function casePlace(at: DeskPlace, id: string): Place {
  return { to: 'workbenchCase', params: { box: at.box, case: id }, query: at.filters };
}

/** The address of an act on the open case. */
export function actPlace(at: DeskPlace, action: string): Place {
  return {
    to: 'workbenchAct',
    params: { box: at.box, case: at.case, action },
    query: at.filters,
  };
}
