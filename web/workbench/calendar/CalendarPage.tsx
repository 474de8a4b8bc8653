/** The working-day calendar: what is in force, its versions; the administrator enters a year. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { problemsBy } from '../queue/problems.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { longDate, moment } from '../../texts/format.ts';
import { Empty, Notice, Panel, Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextArea, TextInput } from '../../ui/inputs.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import type { PageProps } from '../opened.ts';
import { w } from '../words.ts';
import { ZhRuns } from '../../ui/Zh.tsx';

type Calendar = Output<'cases.calendar'>;
type Year = Calendar['years'][number];

const lines = (text: string): string[] => text.split(', ').filter(Boolean);

/** Staff read it; the system administrator changes it, and when lights turn. */
export function CalendarPage({ me }: PageProps) {
  const read = useRead('cases.calendar', {});
  const sets = me.roles.includes('system-administrator');
  const { data } = read;
  return (
    <main id="main" className="wrap page stack-5" tabIndex={-1}>
      <div>
        <PageTitle title={w('cal.title')} />
        <p className="muted">{w('cal.intro')}</p>
      </div>
      <Trouble error={read.error} again={() => void read.refetch()} />
      {!data && !read.error && <Skeleton lines={6} />}
      {data && (
        <>
          <Notice>
            <p>{w('cal.announced', { year: data.lastAnnounced })}</p>
          </Notice>
          {sets && <YearForm next={data.lastAnnounced + 1} />}
          {sets && <LightRule />}
          <InForce years={data.years.slice(0, 6)} />
          <Versions versions={data.versions} />
        </>
      )}
    </main>
  );
}

type Typed = Record<'year' | 'off' | 'work' | 'document' | 'source', string>;

function YearForm({ next }: { next: number }) {
  const [typed, setTyped] = useState<Typed>({
    year: String(next),
    off: '',
    work: '',
    document: '',
    source: '',
  });
  const [saved, setSaved] = useState<Output<'cases.set-calendar'> | null>(null);
  const writing = useWrite('cases.set-calendar');
  const refresh = useRefresh();
  const problems = problemsBy(writing.error);
  const field = (id: keyof Typed) => ({
    id,
    value: typed[id],
    onChange: (value: string) => setTyped((before) => ({ ...before, [id]: value })),
    problem: problems[id],
  });
  const save = async () => {
    setSaved(null);
    const done = await writing.run({ ...typed, year: Number(typed.year) });
    if (!done) return;
    setSaved(done);
    await refresh('cases.calendar', 'cases.queue');
  };
  return (
    <Panel title={w('cal.save')}>
      <div className="pad stack">
        <TextInput {...field('year')} label={w('cal.year')} inputMode="numeric" short />
        <div className="form-grid">
          <TextArea {...field('off')} label={w('cal.off')} hint={w('cal.offHint')} rows={8} />
          <TextArea {...field('work')} label={w('cal.work')} hint={w('cal.workHint')} rows={8} />
        </div>
        <div className="form-grid">
          <TextInput
            {...field('document')}
            label={w('cal.document')}
            hint={w('cal.documentHint')}
          />
          <TextInput {...field('source')} label={w('cal.source')} hint={w('cal.sourceHint')} />
        </div>
        <Trouble error={writing.error} />
        {saved && (
          <Notice tone="ok" alert>
            <p>{w('cal.saved', { year: saved.year, version: saved.version, n: saved.affected })}</p>
          </Notice>
        )}
        <p>
          <Button onClick={() => void save()} busy={writing.busy}>
            {w('cal.save')}
          </Button>
        </p>
      </div>
    </Panel>
  );
}

function LightRule() {
  const read = useRead('cases.light-rule', {});
  if (!read.data) return null;
  return <LightRuleForm key={JSON.stringify(read.data)} rule={read.data} />;
}

type DaysProps = { id: 'least' | 'percent' | 'purple'; problem: string | undefined } & Pick<
  Parameters<typeof TextInput>[0],
  'value' | 'onChange'
>;

/** One figure of the rule. */
function DaysInput({ id, value, onChange, problem }: DaysProps) {
  const label = w(`rule.${id}`);
  return (
    <TextInput
      id={id}
      label={label}
      value={value}
      onChange={onChange}
      inputMode="numeric"
      short
      problem={problem}
    />
  );
}

function LightRuleForm({ rule }: { rule: Output<'cases.light-rule'> }) {
  const [least, setLeast] = useState(String(rule.yellowLeast));
  const [percent, setPercent] = useState(String(rule.yellowPercent));
  const [purple, setPurple] = useState(String(rule.purpleAfter));
  const [reason, setReason] = useState('');
  const [saved, setSaved] = useState(false);
  const writing = useWrite('cases.set-light-rule');
  const problems = problemsBy(writing.error);
  const save = async () => {
    setSaved(false);
    const done = await writing.run({
      yellowLeast: Number(least),
      yellowPercent: Number(percent),
      purpleAfter: Number(purple),
      reason,
    });
    if (done) setSaved(true);
  };
  return (
    <Panel title={w('rule.title')}>
      <div className="pad stack">
        <p className="muted">{w('rule.intro')}</p>
        <div className="form-grid">
          <DaysInput id="least" value={least} onChange={setLeast} problem={problems['yellowLeast']} />
          <DaysInput id="percent" value={percent} onChange={setPercent} problem={problems['yellowPercent']} />
          <DaysInput id="purple" value={purple} onChange={setPurple} problem={problems['purpleAfter']} />
        </div>
        <TextInput
          id="reason"
          label={w('rule.reason')}
          hint={w('rule.reasonHint')}
          value={reason}
          onChange={setReason}
          problem={problems['reason']}
        />
        <Trouble error={writing.error} />
        {saved && (
          <Notice tone="ok" alert>
            <p>{w('rule.saved')}</p>
          </Notice>
        )}
        <p>
          <Button kind="quiet" onClick={() => void save()} busy={writing.busy}>
            {w('rule.save')}
          </Button>
        </p>
      </div>
    </Panel>
  );
}

/** `元旦 01-01..01-03` as one reads it: 元旦 1 月 1 日至 1 月 3 日. What is not so written stays as it is. */
function daysWords(line: string, year: number): string {
  const read = /^(.*?)\s*(\d\d-\d\d)(?:\.\.(\d\d-\d\d))?$/.exec(line);
  if (read === null) return line;
  const [name = '', from = '', until] = read.slice(1);
  // The year stands in front of its days already.
  const day = (one: string): string => longDate(`${year}-${one}`).replace(/^\d{4} 年 | \d{4}$/, '');
  const days = until === undefined ? day(from) : w('absence.days', { from: day(from), until: day(until) });
  return `${name} ${days}`.trim();
}

function Days({ text, year }: { text: string; year: number }) {
  return (
    <>
      {lines(text).map((line) => (
        <div key={line}><ZhRuns as="name">{daysWords(line, year)}</ZhRuns></div>
      ))}
    </>
  );
}

function InForce({ years }: { years: Year[] }) {
  const columns: Column<Year>[] = [
    { id: 'year', name: w('cal.col.year'), cell: (y) => String(y.year) },
    { id: 'off', name: w('cal.col.off'), cell: (y) => <Days text={y.off} year={y.year} /> },
    { id: 'work', name: w('cal.col.work'), cell: (y) => <Days text={y.work} year={y.year} /> },
    { id: 'document', name: w('cal.col.document'), cell: (y) => y.document ?? w('cal.shipped') },
  ];
  return (
    <Panel title={w('cal.inForce')}>
      <Table
        caption={w('cal.inForce')}
        columns={columns}
        rows={years}
        keyOf={(y) => String(y.year)}
      />
    </Panel>
  );
}

function Versions({ versions }: { versions: Calendar['versions'] }) {
  return (
    <Panel title={w('cal.versions')}>
      <div className="pad stack">
        {versions.length === 0 && (
          <Empty>
            <p>{w('cal.noVersions')}</p>
          </Empty>
        )}
        {versions.map((v) => (
          <details key={`${v.year}.${v.version}`}>
            <summary>{w('cal.version', { year: v.year, version: v.version })}</summary>
            <p className="small">
              {w('cal.by', {
                name: v.by,
                at: moment(v.at),
                document: v.document,
                source: v.source,
              })}
            </p>
            <div className="form-grid">
              <div>
                <Days text={v.off} year={v.year} />
              </div>
              <div>
                <Days text={v.work} year={v.year} />
              </div>
            </div>
          </details>
        ))}
      </div>
    </Panel>
  );
}
