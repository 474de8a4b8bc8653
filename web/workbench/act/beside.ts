/** What an officer writes for procedures, refusals, endings, questions and opinions. Pure. */
import type { CaseView } from '../../contract.ts';
import { say } from '../../texts/index.ts';
import type { Fault } from '../../ui/ErrorSummary.tsx';
import { w } from '../words.ts';
import type { ActId } from './choices.ts';

export type FindingValue = { holds: 'yes' | 'no' | ''; words: string };

export type BesideValues = {
  procedure: string;
  /** Accounts. */
  staff: string[];
  heldOn: string;
  heldTime: string;
  place: string;
  presider: string;
  result: string;
  /** By review point or condition. */
  findings: Record<string, FindingValue>;
  minutes: string;
  signed: boolean;
  cites: string[];
  ground: string;
  question: string;
  answer: string;
  unit: string;
  days: string;
  shares: string[];
};

export const grounds = ['not-mended', 'promise-not-kept', 'subject-ended', 'object-gone'] as const;

type Seen = Pick<CaseView, 'procedures' | 'stops' | 'state' | 'citable' | 'conditions' | 'colleagues'>;

/** Conditions that do not hold are cited from the start; the only procedure is chosen. */
export function firstBeside(id: ActId, view: Seen): BesideValues {
  const [only, second] = view.procedures;
  const failing = view.conditions.filter(({ verdict }) => verdict === 'false').map((one) => one.id);
  return {
    procedure: only && !second ? only.id : '', staff: [], heldOn: '', heldTime: '', place: '', presider: '',
    result: '', findings: {}, minutes: '', signed: false,
    cites: id === 'propose-refusal' ? failing.filter((one) => view.citable.some((c) => c.id === one)) : [],
    ground: view.state === 'supplement-asked' ? 'not-mended' : '',
    question: '', answer: '', unit: '', days: '5', shares: [],
  };
}

/** What is being done now: the kind decides what its record is. */
export function openStop(view: Pick<CaseView, 'stops'>): CaseView['stops'][number] | undefined {
  return view.stops.find(({ until }) => until === null);
}

/** Which procedure was chosen. */
export function wantedOf(values: BesideValues, view: Pick<CaseView, 'procedures'>) {
  return view.procedures.find((one) => one.id === values.procedure);
}

const long = (text: string, least: number): boolean => [...text.trim()].length >= least;

/** What is wrong with it, each with the id of its control. */
export function besideFaults(id: ActId, values: BesideValues, view: CaseView): Fault[] {
  const faults: Fault[] = [];
  const lacks = (at: string, message: string) => faults.push({ at, message });
  if (id === 'start-procedure') faults.push(...startFaults(values, view));
  if (id === 'end-procedure') faults.push(...endFaults(values, view));
  if (id === 'propose-refusal' && view.citable.length > 0 && values.cites.length === 0) {
    lacks('cites', w('beside.citesEmpty'));
  }
  if (id === 'terminate' && values.ground === '') lacks('ground', w('beside.groundEmpty'));
  if (id === 'ask-question' && !long(values.question, 4)) lacks('question', w('beside.questionEmpty'));
  if (id === 'answer-question' && !long(values.answer, 1)) lacks('answer', w('beside.answerEmpty'));
  if (id === 'ask-opinion') {
    if (values.unit === '') lacks('unit', w('beside.unitEmpty'));
    if (!long(values.question, 4)) lacks('question', w('beside.questionEmpty'));
    const days = Number(values.days);
    if (!Number.isInteger(days) || days < 1 || days > 30) lacks('days', w('beside.daysWrong'));
  }
  return faults;
}

function startFaults(values: BesideValues, view: CaseView): Fault[] {
  const wanted = wantedOf(values, view);
  if (!wanted) return [{ at: 'procedure', message: w('form.procedureEmpty') }];
  const faults: Fault[] = [];
  const have = values.staff.length;
  if (have < wanted.staff) {
    faults.push({ at: 'staff', message: w('form.staffFew', { name: say(wanted.name), n: wanted.staff, m: have }) });
  }
  if (wanted.kind !== 'hearing') return faults;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(values.heldOn)) faults.push({ at: 'heldOn', message: w('beside.heldOnEmpty') });
  if (!/^\d{2}:\d{2}$/.test(values.heldTime)) faults.push({ at: 'heldTime', message: w('beside.heldTimeEmpty') });
  if (!long(values.place, 2)) faults.push({ at: 'place', message: w('beside.placeEmpty') });
  if (values.presider === '') faults.push({ at: 'presider', message: w('beside.presiderEmpty') });
  return faults;
}

function endFaults(values: BesideValues, view: CaseView): Fault[] {
  const faults: Fault[] = [];
  if (!long(values.result, 2)) faults.push({ at: 'result', message: w('form.resultEmpty') });
  const kind = openStop(view)?.kind;
  if (kind === 'inspection') {
    const seen = Object.entries(values.findings).filter(([, one]) => one.holds !== '');
    const none = seen.length === 0 && view.citable.length > 0;
    if (none) faults.push({ at: 'findings', message: w('beside.findingsEmpty') });
    for (const [point, one] of seen) {
      if (!long(one.words, 2)) faults.push({ at: `words-${point}`, message: w('beside.findingWords') });
    }
  }
  if (kind === 'hearing') {
    if (!long(values.minutes, 10)) faults.push({ at: 'minutes', message: w('beside.minutesEmpty') });
    if (!values.signed) faults.push({ at: 'signed', message: w('beside.signedEmpty') });
  }
  return faults;
}

/** What is sent, by act; undefined for acts that are not of these. */
export function besideInput(id: ActId, values: BesideValues): Record<string, unknown> {
  const hearing = {
    ...(values.heldOn ? { heldOn: values.heldOn } : {}), ...(values.heldTime ? { heldTime: values.heldTime } : {}),
    ...(values.place.trim() ? { place: values.place.trim() } : {}),
    ...(values.presider ? { presider: values.presider } : {}),
  };
  const findings = Object.entries(values.findings).filter(([, one]) => one.holds !== '')
    .map(([point, one]) => ({ point, holds: one.holds === 'yes', words: one.words.trim() }));
  const minutes = values.minutes.trim() ? { minutes: values.minutes.trim(), signed: values.signed } : {};
  const sent: Partial<Record<ActId, Record<string, unknown>>> = {
    'start-procedure': { procedure: values.procedure, staff: values.staff, ...hearing },
    'end-procedure': { result: values.result.trim(), findings, ...minutes },
    'propose-refusal': { cites: values.cites },
    terminate: values.ground ? { ground: values.ground } : {},
    'ask-question': { question: values.question.trim() },
    'answer-question': { answer: values.answer.trim() },
    'ask-opinion': {
      unit: values.unit, question: values.question.trim(), days: Number(values.days), shares: values.shares,
    },
  };
  return sent[id] ?? {};
}

/** Stand-ins for what is not typed yet; null while nothing can be foreseen. */
export function sampleBeside(id: ActId, values: BesideValues, view: CaseView, stand: string): BesideValues | null {
  const wanted = wantedOf(values, view);
  if (id === 'start-procedure' && (!wanted || startFaults(values, view).length > 0)) return null;
  if (id === 'terminate' && values.ground === '') return null;
  if (id === 'ask-opinion' && values.unit === '') return null;
  if (id === 'propose-refusal' && view.citable.length > 0 && values.cites.length === 0) return null;
  const [point] = view.citable;
  const kind = openStop(view)?.kind;
  return {
    ...values, result: stand, question: stand, answer: stand,
    days: besideFaults(id, values, view).some(({ at }) => at === 'days') ? '5' : values.days,
    findings: kind === 'inspection' && point ? { [point.id]: { holds: 'yes', words: stand } } : {},
    minutes: kind === 'hearing' ? stand.repeat(2) : '', signed: true,
  };
}
