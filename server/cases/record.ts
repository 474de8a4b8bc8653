/** The papers that end a special procedure: what was found, in a record, and that the clock runs again. */
import { findStaff } from '#identity';
import { shanghaiDate, type Trx } from '#base';
import type { Course } from './course.ts';
import type { Deadline } from './deadlines.ts';
import type { Found, StopRow } from './stops.ts';

type Ended = {
  open: StopRow | undefined; result: string; minutes: string; findings: Found[]; today: string;
  deadlines: readonly Deadline[];
};

/** 现场核查记录 or 听证笔录 where it was one of these, and for all the notice of the new dates. */
export async function recordOf(trx: Trx, ended: Ended): Promise<NonNullable<Course['papers']>> {
  const { open, today, result } = ended;
  if (!open) return [];
  const common = { name: open.name.zh, from: open.from_date, until: today, result };
  const record = open.kind === 'inspection' ? [inspection(open, ended, common)]
    : open.kind === 'hearing' ? [await hearing(trx, open, ended)] : [];
  return [...record, {
    kind: 'resumed', content: { ...common, newComputed: ended.deadlines.map((d) => d.computed.text.zh) },
  }];
}

function inspection(open: StopRow, { findings }: Ended, common: object) {
  const seen = findings.map((f) => `${f.name.zh}：${f.holds ? '符合' : '不符合'}。${f.words}`);
  const staff = open.staff.map((one) => (typeof one === 'string' ? one : one.name));
  return { kind: 'inspection' as const, content: { ...common, staff, findings: seen } };
}

/** Who presided is kept as his account: on paper he stands with his name. */
async function hearing(trx: Trx, open: StopRow, { minutes, result }: Ended) {
  const [chair] = await findStaff(trx, open.presider === null ? [] : [open.presider]);
  return { kind: 'minutes' as const, content: {
    on: open.held_at === null ? open.from_date : shanghaiDate(open.held_at), place: open.place ?? '',
    presider: chair?.name ?? '', result, minutes: minutes.split('\n').filter((line) => line.trim() !== ''),
  } };
}
