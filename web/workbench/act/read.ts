/** What an officer wrote in the form of an act, read into what is sent. Pure. */
import type { CaseView } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import type { Fault } from '../../ui/ErrorSummary.tsx';
import { byMember, nameIn } from '../case/FactsPart.tsx';
import { w } from '../words.ts';
import { besideFaults, besideInput, firstBeside, sampleBeside, type BesideValues } from './beside.ts';
import type { ActId } from './choices.ts';
import {
  deliverInput, deliveryFaults, firstDelivery, postFaults, sampleDelivery, type DeliveryValues,
} from './delivering.ts';

export type Values = {
  reason: string;
  goTo: string;
  opinion: string;
  note: string;
  beside: BesideValues;
  delivery: DeliveryValues;
  /** Ticked places with what to do about each. */
  points: Record<string, string>;
  /** Which change of the licence. */
  change: string;
};

export type Point = {
  at: string;
  name: string;
  kind: 'field' | 'material';
  found: string | null;
  /** The review says it is wrong, not only that somebody should look: ticked from the start. */
  wrong: boolean;
  /** Heading it stands under. */
  group: string;
};

const REASON = 4;
const LONGEST = 2000;

/** Acts that carry a reason the applicant reads, or that stays inside. */
export const reasonOf: Partial<Record<ActId, 'seen' | 'inside'>> = {
  'not-accept': 'seen',
  refuse: 'seen',
  terminate: 'seen',
  extend: 'seen',
  'start-procedure': 'seen',
  licence: 'seen',
  'propose-refusal': 'inside',
  'return-review': 'inside',
  raise: 'inside',
  'not-arrived': 'seen',
};

/** The form as it opens: findings become what is to be mended, a proposed reason is taken over. */
export function firstValues(id: ActId, view: CaseView): Values {
  const proposed = view.log.findLast(({ action }) => action === 'propose-refusal')?.reason ?? '';
  return {
    reason: id === 'refuse' ? proposed : '',
    goTo: '',
    opinion: '',
    note: '',
    change: '',
    delivery: firstDelivery(view),
    beside: firstBeside(id, view),
    points: Object.fromEntries(
      pointsOf(view).flatMap(({ at, found, wrong }) =>
        wrong && found !== null ? [[at, found]] : [],
      ),
    ),
  };
}

/** What can be asked for: once told, only that again. */
export function pointsOf(view: CaseView): Point[] {
  const told = view.told ? new Map(view.told.map(({ at, message }) => [at, message])) : null;
  const foundAt = (at: string): Pick<Point, 'found' | 'wrong'> => {
    const plain = at.replace(/\[\d+\]/, '[]');
    const failing = view.reviewFindings.find(
      ({ on, verdict }) => verdict === 'fail' && (on === at || on === plain),
    );
    return { found: failing ? say(failing.fix) : null, wrong: failing?.level === 'block' };
  };
  const fields = view.form
    .filter(({ shown }) => shown === 'yes')
    .flatMap((section) =>
      byMember(section.fields)
        .filter(({ address }) => !address.includes('[]'))
        .map((field): Point => ({
          at: field.address,
          name: nameIn(field, section),
          kind: 'field',
          group: say(section.name),
          ...foundAt(field.address),
        })),
    );
  const materials = view.materials
    .filter(({ needed, how }) => needed !== 'no' && how === 'upload')
    .map(({ id, name }): Point => ({
      at: id,
      name: say(name),
      kind: 'material',
      group: w('told.materials'),
      ...foundAt(id),
    }));
  return [...materials, ...fields].filter(({ at }) => told === null || told.has(at));
}

/** The words a ticked place begins with. */
export function firstWords(point: Point): string {
  if (point.found !== null) return point.found;
  return w(point.kind === 'material' ? 'told.materialDefault' : 'told.fieldDefault', {
    name: point.kind === 'material' ? point.name : `${point.group}${t('list.colon')}${point.name}`,
  });
}

const long = (text: string, least: number): boolean => [...text.trim()].length >= least;

/** What is wrong with it, each with the id of its control. */
export function faultsOf(id: ActId, values: Values, view: CaseView): Fault[] {
  const faults: Fault[] = [];
  const fault = (at: string, message: string) => faults.push({ at, message });
  if (id === 'licence' && values.change === '') fault('change', w('licence.whatEmpty'));
  faults.push(...besideFaults(id, values.beside, view));
  if (id === 'note' && !long(values.note, 2)) fault('note', w('beside.noteEmpty'));
  if (reasonOf[id] && !long(values.reason, REASON)) fault('reason', w('form.reasonEmpty'));
  if (values.reason.length > LONGEST) fault('reason', w('form.reasonLong'));
  if (id === 'ask-supplement') faults.push(...pointFaults(values, view));
  if (id === 'deliver') faults.push(...deliveryFaults(values.delivery, view));
  if (id === 'post') faults.push(...postFaults(values.delivery));
  return faults;
}

function pointFaults(values: Values, view: CaseView): Fault[] {
  const names = new Map(pointsOf(view).map(({ at, name }) => [at, name]));
  const ticked = Object.entries(values.points);
  if (ticked.length === 0) return [{ at: 'points', message: w('told.empty') }];
  return ticked
    .filter(([, message]) => !long(message, REASON))
    .map(([at]) => ({
      at: `message-${at}`,
      message: w('told.messageEmpty', { name: names.get(at) ?? at }),
    }));
}

/** What is sent, without the case and what was seen of it. */
export function inputOf(id: ActId, values: Values): Record<string, unknown> {
  const note = values.note.trim() === '' ? {} : { note: values.note.trim() };
  const reason = { reason: values.reason.trim() };
  const extra: Partial<Record<ActId, Record<string, unknown>>> = {
    'not-accept': { ...reason, ...(values.goTo.trim() ? { goTo: values.goTo.trim() } : {}) },
    'propose-refusal': reason,
    terminate: reason,
    raise: reason,
    extend: reason,
    grant: { outcome: 'grant' },
    refuse: { outcome: 'refuse', ...reason },
    review: values.opinion.trim() ? { opinion: values.opinion.trim() } : {},
    'start-procedure': reason,
    'return-review': reason,
    'ask-supplement': {
      points: Object.entries(values.points).map(([at, message]) => ({
        at,
        message: message.trim(),
      })),
    },
    deliver: deliverInput(values.delivery),
    post: { carrier: values.delivery.carrier.trim(), tracking: values.delivery.tracking.trim() },
    'not-arrived': reason,
  };
  return { ...besideInput(id, values.beside), ...extra[id], ...note };
}

const stand = '（预览，还没有写）';

/**
 * The same with stand-ins for words not yet written: dates and papers do not depend on them, and
 * what is typed does not go out with every letter. Null while nothing can be foreseen.
 */
export function sampleOf(
  id: ActId,
  values: Values,
  view: CaseView,
): Record<string, unknown> | null {
  if (id === 'ask-supplement' && Object.keys(values.points).length === 0) return null;
  const beside = sampleBeside(id, values.beside, view, stand);
  if (beside === null) return null;
  return inputOf(id, {
    ...values,
    reason: stand,
    opinion: '',
    note: id === 'note' ? stand : '',
    goTo: '',
    beside,
    delivery: sampleDelivery(values.delivery, stand),
    points: Object.fromEntries(Object.keys(values.points).map((at) => [at, stand])),
  });
}
