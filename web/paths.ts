/** Every address a person can be at, in one list. The snapshot test shows each change of it. */

export const paths = {
  home: '/',
  search: '/search',
  item: '/items/:item',
  results: '/items/:item/results',
  signIn: '/sign-in',
  signInProvider: '/sign-in/provider',
  forgot: '/sign-in/forgotten',
  register: '/register',
  draft: '/drafts/:draft',
  draftSection: '/drafts/:draft/sections/:section',
  draftCheck: '/drafts/:draft/check',
  consent: '/consents/:consent',
  receipt: '/cases/:case/receipt',
  case: '/cases/:case',
  supplement: '/cases/:case/supplement',
  rate: '/cases/:case/ratings/:contact',
  mine: '/mine',
  cases: '/mine/cases',
  licences: '/mine/licences',
  licence: '/mine/licences/:licence',
  messages: '/mine/messages',
  organisations: '/mine/organisations',
  mandates: '/mine/mandates',
  ledger: '/mine/ledger',
  myData: '/mine/data',
  account: '/mine/account',
  verify: '/verify',
  verifyCode: '/verify/:code',
  rateCodes: '/rate',
  rateCode: '/rate/:code',
  ratings: '/ratings',
  help: '/help',
  workbench: '/workbench',
  workbenchSignIn: '/workbench/sign-in',
  workbenchProvider: '/workbench/sign-in/provider',
  workbenchNewPassword: '/workbench/new-password',
  workbenchAccount: '/workbench/account',
  workbenchStaff: '/workbench/staff',
  workbenchSessions: '/workbench/sessions',
  workbenchPolicy: '/workbench/policy',
  workbenchUnits: '/workbench/units',
  workbenchSettings: '/workbench/settings',
  workbenchAudit: '/workbench/audit',
  workbenchAuditActs: '/workbench/audit/acts',
  workbenchAuditChain: '/workbench/audit/chain',
  workbenchCorrections: '/workbench/corrections',
  workbenchQueue: '/workbench/queue/:box',
  workbenchCase: '/workbench/queue/:box/:case',
  workbenchAct: '/workbench/queue/:box/:case/:action',
  workbenchRound: '/workbench/registrations/:item',
  workbenchFind: '/workbench/find',
  workbenchAbsence: '/workbench/absence',
  workbenchSupervision: '/workbench/supervision',
  workbenchArchive: '/workbench/archive',
  workbenchCalendar: '/workbench/calendar',
  workbenchWalkIn: '/workbench/walk-in',
  workbenchPromises: '/workbench/promises',
  workbenchOpinions: '/workbench/opinions',
  workbenchOpinion: '/workbench/opinions/:opinion',
  workbenchRatings: '/workbench/ratings',
  workbenchRating: '/workbench/ratings/:task',
  workbenchItems: '/workbench/items',
  workbenchItem: '/workbench/items/:item',
  workbenchDraft: '/workbench/drafts/:draft',
} as const;

export type PathName = keyof typeof paths;

/** The names between a colon and the next slash: `/items/:item` → `'item'`. */
type ParamsOf<P extends string> = P extends `${infer Head}/${infer Rest}`
  ? ParamsOf<Head> | ParamsOf<Rest>
  : P extends `:${infer Name}`
    ? Name
    : never;

export type Params<N extends PathName> = Record<ParamsOf<(typeof paths)[N]>, string>;
export type Query = Record<string, string | undefined>;

/** A place to go: its name, what stands in its path, what stands after the question mark. */
export type Place<N extends PathName = PathName> = {
  [K in N]: ParamsOf<(typeof paths)[K]> extends never
    ? { to: K; params?: undefined; query?: Query }
    : { to: K; params: Params<K>; query?: Query };
}[N];

/** The address of a place, as it stands in the browser. Empty query values are left out. */
export function addressOf(place: Place): string {
  const params: Record<string, string> = place.params ?? {};
  const path = paths[place.to].replace(/:([a-zA-Z]+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(place.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, value);
  }
  const tail = query.toString();
  return tail === '' ? path : `${path}?${tail}`;
}

export type Route = {
  name: PathName | 'notFound';
  params: Record<string, string>;
  query: Record<string, string>;
};

/** Which place of the list an address is; `notFound` where there is none. */
export function placeAt(pathname: string, search: string): Route {
  const query = Object.fromEntries(new URLSearchParams(search));
  const parts = pathname.split('/').filter((part) => part !== '');
  for (const [name, pattern] of Object.entries(paths)) {
    const params = paramsIn(pattern, parts);
    if (params !== null) return { name: name as PathName, params, query };
  }
  return { name: 'notFound', params: {}, query };
}

function paramsIn(pattern: string, parts: string[]): Record<string, string> | null {
  const wanted = pattern.split('/').filter((part) => part !== '');
  if (wanted.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    const part = parts[i] ?? '';
    if (want.startsWith(':')) params[want.slice(1)] = decoded(part);
    else if (want !== part) return null;
  }
  return params;
}

/** A broken percent sequence in an address is shown as it is, not thrown. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
