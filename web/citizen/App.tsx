/** The citizen app: its frame, and which page stands at which address. */
import { lazy, Suspense, useEffect, type ComponentType, type ReactNode } from 'react';
import { elderChoice, showElder } from '../device.ts';
import { fetched } from '../fetched.ts';
import { useLive } from '../live.ts';
import type { PathName } from '../paths.ts';
import { useRoute } from '../router/history.ts';
import { useIdentityWatch, useMe } from '../session.ts';
import { Skeleton } from '../ui/boxes.tsx';
import { NetworkLine, SkipLink } from '../ui/shell.tsx';
import { ActingLine, Foot, Top, BottomNav } from './frame.tsx';
import { Home } from './home/Home.tsx';
import { NotFound } from './NotFound.tsx';

/** A page is fetched when somebody goes there. */
function page<K extends string>(load: () => Promise<{ [N in K]: ComponentType }>, name: K) {
  return lazy(async () => ({ default: (await fetched(load))[name] }));
}

const Search = page(() => import('./home/Search.tsx'), 'Search');
const ItemPage = page(() => import('./item/ItemPage.tsx'), 'ItemPage');
const SignInProvider = page(() => import('./entry/SignIn.tsx'), 'SignInProvider');
const Forgot = page(() => import('./entry/Forgot.tsx'), 'Forgot');
const Account = page(() => import('./mine/Account.tsx'), 'Account');
const MyData = page(() => import('./mine/MyData.tsx'), 'MyData');
const SignIn = page(() => import('./entry/SignIn.tsx'), 'SignIn');
const Register = page(() => import('./entry/Register.tsx'), 'Register');
const DraftPage = page(() => import('./apply/DraftPage.tsx'), 'DraftPage');
const ConsentPage = page(() => import('./consent/ConsentPage.tsx'), 'ConsentPage');
const Receipt = page(() => import('./case/Receipt.tsx'), 'Receipt');
const CasePage = page(() => import('./case/CasePage.tsx'), 'CasePage');
const SupplementPage = page(() => import('./case/SupplementPage.tsx'), 'SupplementPage');
const Mine = page(() => import('./mine/Mine.tsx'), 'Mine');
const Cases = page(() => import('./mine/Cases.tsx'), 'Cases');
const Licences = page(() => import('./mine/Licences.tsx'), 'Licences');
const LicencePage = page(() => import('./mine/LicencePage.tsx'), 'LicencePage');
const Messages = page(() => import('./mine/Messages.tsx'), 'Messages');
const Organisations = page(() => import('./mine/Organisations.tsx'), 'Organisations');
const Mandates = page(() => import('./mine/Mandates.tsx'), 'Mandates');
const Ledger = page(() => import('./mine/Ledger.tsx'), 'Ledger');
const Verify = page(() => import('./verify/Verify.tsx'), 'Verify');
const RatePage = page(() => import('./rate/RatePage.tsx'), 'RatePage');
const RateCodePage = page(() => import('./rate/RatePage.tsx'), 'RateCodePage');
const Figures = page(() => import('./rate/Figures.tsx'), 'Figures');
const Help = page(() => import('./Help.tsx'), 'Help');

const pages: Partial<Record<PathName | 'notFound', ComponentType>> = {
  home: Home,
  search: Search,
  item: ItemPage,
  results: ItemPage,
  signIn: SignIn,
  signInProvider: SignInProvider,
  forgot: Forgot,
  register: Register,
  draft: DraftPage,
  draftSection: DraftPage,
  draftCheck: DraftPage,
  consent: ConsentPage,
  receipt: Receipt,
  case: CasePage,
  supplement: SupplementPage,
  mine: Mine,
  cases: Cases,
  licences: Licences,
  licence: LicencePage,
  messages: Messages,
  organisations: Organisations,
  mandates: Mandates,
  ledger: Ledger,
  account: Account,
  myData: MyData,
  verify: Verify,
  verifyCode: Verify,
  rate: RatePage,
  rateCodes: RateCodePage,
  rateCode: RateCodePage,
  ratings: Figures,
  help: Help,
};

/** Everything between the top and the foot of the window. */
export function App() {
  const route = useRoute();
  const me = useMe();
  useLive(me !== null && me !== undefined);
  useIdentityWatch();
  useEffect(() => {
    if (me?.elder && elderChoice() === null) showElder(true);
  }, [me?.elder]);
  const Page = pages[route.name] ?? NotFound;
  return (
    <>
      <SkipLink />
      <Top />
      <ActingLine />
      <NetworkLine />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Waiting />}>
          <Page />
        </Suspense>
      </main>
      <Foot />
      <BottomNav />
    </>
  );
}

function Waiting(): ReactNode {
  return (
    <div className="wrap page">
      <Skeleton lines={6} />
    </div>
  );
}
