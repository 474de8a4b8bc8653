/** Settings of the installation, to look at; and where what can be changed is changed, and by whom. */
import type { Output } from '../../endpoints.ts';
import { useRead } from '../../queries.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { say } from '../../texts/index.ts';
import { Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Summary, Table, type Column } from '../../ui/Table.tsx';
import { ZhRuns } from '../../ui/Zh.tsx';
import { w } from '../words.ts';

type Setting = Output<'identity.settings'>['settings'][number];

const columns = (): Column<Setting>[] => [
  { id: 'meaning', name: w('settings.meaning'), cell: (one) => say(one.meaning) },
  {
    id: 'name',
    name: w('settings.name'),
    cell: (one) => <code className="details">{one.name}</code>,
  },
  {
    id: 'value',
    name: w('settings.value'),
    cell: (one) => (
      <span className="details">
        {one.secret ? (
          w(one.set ? 'settings.set' : 'settings.notSet')
        ) : (
          <ZhRuns as="typed">{one.value ?? ''}</ZhRuns>
        )}
      </span>
    ),
  },
];

/** What an operator sets stands in the environment; what an administrator sets asks for a reason and is logged. */
export function SettingsPage() {
  const read = useRead('identity.settings', {});
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('settings.title')} />
        <p className="muted read">{w('settings.intro')}</p>
      </div>
      <Panel title={w('settings.changeable')}>
        <div className="pad">
          <Summary
            lines={[
              {
                id: 'calendar',
                name: w('settings.calendar'),
                value: w('settings.bySystem'),
                tail: <Link to="workbenchCalendar">{w('settings.toCalendar')}</Link>,
              },
              {
                id: 'lights',
                name: w('settings.lights'),
                value: w('settings.bySystem'),
                tail: <Link to="workbenchCalendar">{w('settings.toLights')}</Link>,
              },
              {
                id: 'policy',
                name: w('settings.policy'),
                value: w('settings.bySecurity'),
                tail: <Link to="workbenchPolicy">{w('settings.toPolicy')}</Link>,
              },
            ]}
          />
        </div>
      </Panel>
      <Panel title={w('settings.environment')}>
        <Trouble error={read.error} again={() => void read.refetch()} />
        {!read.data && !read.error && <Skeleton lines={6} />}
        {read.data && (
          <Table
            caption={w('settings.environment')}
            columns={columns()}
            rows={read.data.settings}
            keyOf={({ name }) => name}
          />
        )}
      </Panel>
    </main>
  );
}
