/** Right: what the automatic review found, conditions with their law, and how the dates were reckoned. */
import type { CaseView } from '../../contract.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { showValue } from '../../fields/models.ts';
import { Chip, Light, type LightColour, type Tone } from '../../ui/marks.tsx';
import { rowId } from '../case/FactsPart.tsx';
import { w } from '../words.ts';
import { inZh } from '../../ui/Zh.tsx';

type Finding = CaseView['reviewFindings'][number];
type Basis = Finding['basis'];

const failed = (one: Finding) => one.verdict === 'fail' && one.level === 'block';
const asks = (one: Finding) => one.verdict !== 'pass' && one.verdict !== 'none' && !failed(one);

/** Nothing here is a decision: it says where to look and why. */
export function SidePane({ view }: { view: CaseView }) {
  return (
    <>
      <Findings view={view} />
      <Conditions view={view} />
      <Deadlines view={view} />
    </>
  );
}

function Findings({ view }: { view: CaseView }) {
  const all = view.reviewFindings;
  const open = [...all.filter(failed), ...all.filter(asks)];
  const passed = all.filter(({ verdict }) => verdict === 'pass');
  return (
    <section>
      <h2>
        {w('side.title')}
        {all.length > 0 && (
          <small>
            {w('side.counts', {
              pass: passed.length,
              fail: all.filter(failed).length,
              ask: all.filter(asks).length,
            })}
          </small>
        )}
      </h2>
      {all.length === 0 && <p className="muted">{w('side.noPoints')}</p>}
      {all.length > 0 && open.length === 0 && <p className="ok-line">{w('side.clean')}</p>}
      {open.map((one) => (
        <FindingBox key={one.point} view={view} one={one} />
      ))}
      {passed.length > 0 && (
        <details>
          <summary>{w('side.passed', { n: passed.length })}</summary>
          <ul className="plain passed">
            {passed.map((one) => (
              <li key={one.point}>
                {say(one.name)}
                <BasisLine basis={one.basis} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function FindingBox({ view, one }: { view: CaseView; one: Finding }) {
  const bad = failed(one);
  const word = bad ? 'side.fail' : one.verdict === 'waits' ? 'side.waits' : 'side.ask';
  return (
    <div className={bad ? 'f bad' : 'f ask'}>
      <h3>
        {say(one.name)}
        <Chip tone={bad ? 'late' : 'warn'}>{w(word)}</Chip>
      </h3>
      <ul className="plain values">
        {one.values
          .filter(({ address }) => !address.startsWith('parameter.'))
          .map((value) => (
            <li key={value.address}>
              {w('side.value', { name: say(value.name), value: shown(view, value) })}
            </li>
          ))}
      </ul>
      <p>{w(bad ? 'side.fix' : 'side.note', { text: say(one.fix) })}</p>
      <BasisLine basis={one.basis} />
      <a className="go-to" href={`#${rowId(placeOf(view, one.on))}`}>
        {w('side.goTo')}
        <span className="only-heard">{t('list.colon')}{say(one.name)}</span>
      </a>
    </div>
  );
}

type Value = Finding['values'][number];

/** A value in the words of its field; without a field as it is. */
function shown(view: CaseView, { address, value }: Value): string {
  const plain = address.replace(/\[\d+\]/, '[]');
  const field = view.description.fields[plain];
  if (value === undefined) return w('side.cond.unknown');
  if (field) return showValue(value, field);
  if (typeof value === 'boolean') return t(value ? 'kit.yes' : 'kit.no');
  return value === null ? t('kit.none') : typeof value === 'string' ? value : JSON.stringify(value);
}

/** Of a party that is many the finding is shown at its first member. */
function placeOf(view: CaseView, on: string): string {
  if (!on.includes('[]')) return on;
  return (
    view.form
      .flatMap(({ fields }) => fields)
      .find(({ address }) => address.replace(/\[\d+\]/, '[]') === on)?.address ?? on
  );
}

/** Law and article; what could not be confirmed is said with why. */
export function BasisLine({ basis }: { basis: Basis }) {
  const law = [basis.law, basis.article].filter(Boolean).join('');
  return (
    <>
      {law !== '' && <small className="basis">{inZh(w('side.basis', { text: law }), 'law', law)}</small>}
      {law === '' && basis.source && (
        <small className="basis">{inZh(w('side.basis', { text: basis.source }), 'law', basis.source)}</small>
      )}
      {basis.unsure && (
        <small className="basis unsure">{w('side.unsure', { text: say(basis.unsure) })}</small>
      )}
    </>
  );
}

const tones: Record<CaseView['conditions'][number]['verdict'], Tone> = {
  true: 'ok',
  false: 'late',
  none: 'plain',
  unknown: 'warn',
};

function Conditions({ view }: { view: CaseView }) {
  if (view.conditions.length === 0) return null;
  return (
    <section>
      <h2>{w('side.conditions')}</h2>
      <ul className="plain conds">
        {view.conditions.map((one) => (
          <li key={one.id}>
            <h3>
              {say(one.name)}
              <Chip tone={tones[one.verdict]}>{w(`side.cond.${one.verdict}`)}</Chip>
            </h3>
            <p>{say(one.reason)}</p>
            <BasisLine basis={one.basis} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const known = ['open', 'stopped', 'met', 'missed'] as const;

function Deadlines({ view }: { view: CaseView }) {
  return (
    <section>
      <h2>{w('side.deadlines')}</h2>
      {view.deadlines.length === 0 && <p className="muted">{w('side.noDeadlines')}</p>}
      <ul className="plain conds">
        {view.deadlines.map((one, i) => {
          const state = known.find((word) => word === one.state) ?? 'open';
          return (
            <li key={i}>
              <h3>
                {say(one.name)}{t('list.colon')}{longDate(one.due)}
                {one.light === 'none' ? (
                  <Chip>{w(`dl.${state}`)}</Chip>
                ) : (
                  <Light colour={one.light as LightColour} />
                )}
              </h3>
              <p>{say(one.computation)}</p>
              {one.provisional && <p className="unsure">{w('side.provisional')}</p>}
              {one.stops.map((stop) => (
                <p key={stop.from}>
                  {w(stop.open ? 'side.stopOpen' : 'side.stop', {
                    from: longDate(stop.from),
                    to: longDate(stop.to),
                    why: stop.why,
                  })}
                </p>
              ))}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
