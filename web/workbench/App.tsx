/** The workbench: who may come in, its frame, and which page stands at which address. */
import { Suspense, type ComponentType } from 'react';
import type { SignedIn } from '../contract.ts';
import type { PathName } from '../paths.ts';
import { useRoute } from '../router/history.ts';
import { useIdentityWatch, useMe, useUnknown } from '../session.ts';
import { Skeleton, Trouble } from '../ui/boxes.tsx';
import { NetworkLine } from '../ui/shell.tsx';
import { AbsencePage } from './absence/AbsencePage.tsx';
import { Desk } from './Desk.tsx';
import { FindPage } from './find/FindPage.tsx';
import { NoRole, NotFound, Top } from './frame.tsx';
import { useWorkLive } from './live.ts';
import type { PageProps } from './opened.ts';
import { beginsAt, opens, ownPages } from './ownPages.tsx';
import { NewPassword } from './security/NewPassword.tsx';
import { RatingsPage } from './ratings/RatingsPage.tsx';
import { TaskPage } from './ratings/TaskPage.tsx';
import { RoundPage } from './registration/RoundPage.tsx';
import { SignIn, SignInProvider } from './SignIn.tsx';
import { SupervisionPage } from './supervision/SupervisionPage.tsx';
import { OpinionPage, OpinionsPage } from './opinions/OpinionsPage.tsx';
import { PromisesPage } from './promises/PromisesPage.tsx';
import { WalkIn } from './walk-in/WalkIn.tsx';
import { WalkInDraft } from './walk-in/WalkInDraft.tsx';

const pages: Partial<Record<PathName | 'notFound', ComponentType<PageProps>>> = {
  workbench: Desk,
  workbenchQueue: Desk,
  workbenchCase: Desk,
  workbenchAct: Desk,
  workbenchFind: FindPage,
  workbenchWalkIn: WalkIn,
  workbenchDraft: WalkInDraft,
  workbenchRound: RoundPage,
  workbenchPromises: PromisesPage,
  workbenchOpinions: OpinionsPage,
  workbenchOpinion: OpinionPage,
  workbenchAbsence: AbsencePage,
  workbenchSupervision: SupervisionPage,
  workbenchRatings: RatingsPage,
  workbenchRating: TaskPage,
};

const caseRoles = ['clerk', 'reviewer', 'decider', 'supervisor'] as const;

/** May he see cases at all? */
export function worksOnCases(me: SignedIn): boolean {
  return me.kind === 'staff' && caseRoles.some((role) => me.roles.includes(role));
}

/** Nobody signed in: signing in, then back to the same address. */
export function App() {
  const route = useRoute();
  const me = useMe();
  const allowed = Boolean(me && worksOnCases(me));
  useIdentityWatch();
  useWorkLive(me?.kind === 'staff');
  return (
    <>
      <Top me={me ?? null} allowed={allowed} />
      <NetworkLine />
      <Inside me={me} allowed={allowed} name={route.name} />
    </>
  );
}

function Inside({
  me,
  allowed,
  name,
}: {
  me: SignedIn | null | undefined;
  allowed: boolean;
  name: PathName | 'notFound';
}) {
  const unknown = useUnknown();
  if (me === undefined) {
    return <Waiting />;
  }
  if (name === 'workbenchNewPassword') return <NewPassword />;
  if (unknown) {
    return (
      <main id="main" className="wrap page" tabIndex={-1}>
        <Trouble {...unknown} />
      </main>
    );
  }
  if (me === null) return name === 'workbenchProvider' ? <SignInProvider /> : <SignIn />;
  const begins = name === 'workbench' || name === 'workbenchSignIn' ? beginsAt(me) : name;
  const Own = begins !== undefined && begins !== 'notFound' && opens(me, begins) ? ownPages[begins]?.page : undefined;
  if (Own) {
    return (
      <Suspense fallback={<Waiting />}>
        <Own me={me} />
      </Suspense>
    );
  }
  if (!allowed) return <NoRole me={me} />;
  const Page = name === 'workbenchSignIn' ? Desk : (pages[name] ?? NotFound);
  return <Page me={me} />;
}

function Waiting() {
  return (
    <main id="main" className="wrap page">
      <Skeleton lines={6} />
    </main>
  );
}
