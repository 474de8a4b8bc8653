/** Pages beside the work on cases: one's own account, and those of the three administrators. */
import { lazy, type ComponentType } from 'react';
import type { SignedIn } from '../contract.ts';
import { fetched } from '../fetched.ts';
import type { PathName } from '../paths.ts';
import { AccountPage } from './security/AccountPage.tsx';
import type { PageProps } from './opened.ts';

const AuditPage = lazy(async () => ({
  default: (await fetched(() => import('./audit/AuditPage.tsx'))).AuditPage,
}));
const ActsPage = lazy(async () => ({
  default: (await fetched(() => import('./audit/ActsPage.tsx'))).ActsPage,
}));
const ChainPage = lazy(async () => ({
  default: (await fetched(() => import('./audit/ChainPage.tsx'))).ChainPage,
}));
const ArchivePage = lazy(async () => ({
  default: (await fetched(() => import('./archive/ArchivePage.tsx'))).ArchivePage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('./installation/SettingsPage.tsx')).SettingsPage,
}));
const UnitsPage = lazy(async () => ({
  default: (await import('./installation/UnitsPage.tsx')).UnitsPage,
}));
const ItemsPage = lazy(async () => ({
  default: (await fetched(() => import('./items/ItemsPage.tsx'))).ItemsPage,
}));
const ItemStandingPage = lazy(async () => ({
  default: (await fetched(() => import('./items/ItemStandingPage.tsx'))).ItemStandingPage,
}));
const CorrectionsPage = lazy(async () => ({
  default: (await fetched(() => import('./security/CorrectionsPage.tsx'))).CorrectionsPage,
}));
const PolicyPage = lazy(async () => ({
  default: (await fetched(() => import('./security/PolicyPage.tsx'))).PolicyPage,
}));
const SessionsPage = lazy(async () => ({
  default: (await fetched(() => import('./security/SessionsPage.tsx'))).SessionsPage,
}));
const StaffPage = lazy(async () => ({
  default: (await fetched(() => import('./staff/StaffPage.tsx'))).StaffPage,
}));

const CalendarPage = lazy(async () => ({
  default: (await fetched(() => import('./calendar/CalendarPage.tsx'))).CalendarPage,
}));

type Own = {
  page: ComponentType<PageProps>;
  of: 'everybody' | readonly SignedIn['roles'][number][];
};

const all = ['system-administrator', 'security-administrator', 'audit-administrator'] as const;

/** In the order of the head. */
export const ownPages: Partial<Record<PathName, Own>> = {
  workbenchStaff: { page: StaffPage, of: all },
  workbenchSessions: { page: SessionsPage, of: ['security-administrator'] },
  workbenchPolicy: { page: PolicyPage, of: all },
  workbenchUnits: { page: UnitsPage, of: all },
  workbenchSettings: { page: SettingsPage, of: ['system-administrator'] },
  workbenchAudit: { page: AuditPage, of: ['audit-administrator'] },
  workbenchAuditActs: { page: ActsPage, of: ['audit-administrator'] },
  workbenchAuditChain: { page: ChainPage, of: ['audit-administrator'] },
  workbenchCalendar: {
    page: CalendarPage,
    of: ['system-administrator', 'clerk', 'reviewer', 'decider', 'supervisor'],
  },
  workbenchArchive: { page: ArchivePage, of: ['decider', 'supervisor'] },
  workbenchItems: { page: ItemsPage, of: ['designer'] },
  workbenchItem: { page: ItemStandingPage, of: ['designer'] },
  workbenchCorrections: { page: CorrectionsPage, of: ['clerk', 'reviewer', 'decider'] },
  workbenchAccount: { page: AccountPage, of: 'everybody' },
};

/** May he open it? */
export function opens(me: SignedIn, name: PathName): boolean {
  const own = ownPages[name];
  if (!own || me.kind !== 'staff') return false;
  return own.of === 'everybody' || own.of.some((role) => me.roles.includes(role));
}

/** Where an administrator or a designer begins; undefined for everybody else. */
export function beginsAt(me: SignedIn): PathName | undefined {
  if (me.roles.includes('audit-administrator')) return 'workbenchAudit';
  if (all.some((role) => me.roles.includes(role))) return 'workbenchStaff';
  const works = ['clerk', 'reviewer', 'decider', 'supervisor'].some((role) =>
    (me.roles as string[]).includes(role),
  );
  return me.roles.includes('designer') && !works ? 'workbenchItems' : undefined;
}
