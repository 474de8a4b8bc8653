/**
 * Keeps a draft while somebody writes in it: what is typed is at once on this device and within two
 * seconds with the server. One save at a time; whoever saved elsewhere meanwhile is not overwritten
 * unseen; a crashed tab finds its last letters again.
 */
import { addressWithout, withoutMember, type Member } from '#graph/members';
import type { Draft, FieldDef, Json } from '../contract.ts';
import { clean } from '../fields/clean.ts';
import type { Typed } from '../fields/model.ts';
import { modelOf } from '../fields/models.ts';
import { CallFailed } from '../problem.ts';
import type { Instant, Typing } from './instant.ts';
import { definitionsOf } from './places.ts';

/** Quiet time after the last letter before a save, and the longest anything waits for one. */
export const QUIET = 700;
export const LONGEST = 1800;
const AGAIN = 8000;
/** Sent for a box that was emptied: nothing is known of it. */
export const UNKNOWN = '__unknown__';

export type Doors = {
  save: (facts: Record<string, Json>, version: number, key: string) => Promise<Draft>;
  removeMember: (member: Member, version: number, key: string) => Promise<Draft>;
  load: () => Promise<Draft>;
  newKey: () => string;
  keep: (typed: Record<string, Typed>) => void;
  forget: () => void;
  recover: () => Record<string, Typed> | null;
};

export type DraftNow = {
  /** As the server has it, with what follows at once from the letters typed since. */
  draft: Draft;
  /** What stands in boxes of this page and may differ from what the server holds. */
  local: Record<string, Typed>;
  status: 'saved' | 'waiting' | 'saving' | 'trouble';
  error: unknown;
  notice: 'conflict' | 'recovered' | 'not-done' | null;
};

export class DraftKeeper {
  readonly #doors: Doors;
  readonly #listeners = new Set<() => void>();
  /** Addresses the server has not got yet, with the turn in which they were last typed. */
  readonly #dirty = new Map<string, number>();
  readonly #left = new Set<string>();
  #now: DraftNow;
  /** As the server has it. */
  #server: Draft;
  #instant: Instant | null = null;
  #turn = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #latest: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #closed = false;
  #conflicts = 0;

  constructor(draft: Draft, doors: Doors) {
    this.#doors = doors;
    this.#server = draft;
    this.#now = { draft, local: {}, status: 'saved', error: null, notice: null };
    this.#recover();
  }

  /** Takes up what a crashed tab left here, as far as the server has something else. */
  #recover(): void {
    const kept = this.#doors.recover();
    if (kept === null) return;
    const news = Object.entries(kept).filter(
      ([at, typed]) => JSON.stringify(typed) !== JSON.stringify(this.typedAt(at)),
    );
    if (news.length === 0) return this.#doors.forget();
    for (const [at, typed] of news) this.#mark(at, typed);
    this.#now = { ...this.#now, status: 'waiting', notice: 'recovered' };
    this.#plan();
  }

  readonly snapshot = (): DraftNow => this.#now;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From now on what is typed shows its consequences before it is saved. */
  thinkWith(instant: Instant): void {
    this.#instant = instant;
    this.#show({});
  }

  /** What stands in the boxes of an address. */
  typedAt(address: string): Typed {
    const { draft, local } = this.#now;
    if (Object.hasOwn(local, address)) return local[address] ?? null;
    const definition = definitionsOf(draft).get(address);
    const unread = draft.typed[address];
    if (unread) return unread.raw as Typed;
    const fact = draft.facts[address];
    if (definition === undefined) {
      return fact?.state === 'known' ? (fact.value as Typed) : null;
    }
    if (fact?.state !== 'known') return modelOf(definition).blank(definition);
    return modelOf(definition).typed(fact.value, definition);
  }

  /** Somebody typed. */
  type(address: string, typed: Typed): void {
    this.#mark(address, typed);
    this.#show({ status: 'waiting' });
    this.#plan();
  }

  /** Several addresses at once, saved without waiting: rows added and taken away. */
  async change(values: Record<string, Typed>): Promise<void> {
    for (const [at, typed] of Object.entries(values)) {
      this.#mark(at, typed);
      this.#left.add(at);
    }
    this.#show({ status: 'waiting' });
    await this.flush();
  }

  /** The person left a control: its tidy form may be shown once it is saved. */
  leave(address: string): void {
    this.#left.add(address);
    if (!this.#dirty.has(address)) this.#tidy([address]);
  }

  /** Saves what is not saved yet; done when it is, or when it could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.#quiet);
    clearTimeout(this.#latest);
    this.#latest = undefined;
    this.#running = this.#running.then(() => this.#save());
    await this.#running;
  }

  /** Runs something else that changes the draft in between two saves, then reads it anew. */
  async aside<T>(act: () => Promise<T>): Promise<T> {
    await this.flush();
    const run = this.#running.then(act);
    this.#running = run.then(
      async () => this.#show({ draft: await this.#doors.load() }),
      () => undefined,
    );
    const result = await run;
    await this.#running;
    return result;
  }

  /**
   * A change that is no typing (a member taken out, a licence taken), after all that was typed is
   * saved. False where it was not done: somebody else changed the draft, which is read anew and
   * said, or what was typed could not be saved. Anything else that goes wrong is thrown.
   */
  async step(
    act: (version: number, key: string) => Promise<Draft>,
    then: () => void = () => undefined,
  ): Promise<boolean> {
    const conflicts = this.#conflicts;
    await this.flush();
    if (this.#now.status === 'trouble' || this.#conflicts !== conflicts) return false;
    const run = this.#running.then(() => this.#step(act, then));
    this.#running = run.then(() => undefined, () => undefined);
    return run;
  }

  async #step(act: (version: number, key: string) => Promise<Draft>, then: () => void) {
    try {
      const draft = await act(this.#now.draft.version, this.#doors.newKey());
      then();
      this.#show({ draft });
      return true;
    } catch (error) {
      if (!(error instanceof CallFailed) || error.status !== 409) throw error;
      if (error.said.code !== 'stale' && error.said.code !== 'no-member') throw error;
      this.#show({ draft: await this.#doors.load(), notice: 'not-done' });
      return false;
    }
  }

  /** Takes one out of a list; who stands behind moves up, with letters typed meanwhile. */
  removeMember(member: Member): Promise<boolean> {
    return this.step(
      (version, key) => this.#doors.removeMember(member, version, key),
      () => this.#moveUp(member),
    );
  }

  #moveUp(member: Member): void {
    const dirty = Object.entries(withoutMember(member, Object.fromEntries(this.#dirty)));
    const left = [...this.#left].map((at) => addressWithout(member, at));
    const local = withoutMember(member, this.#now.local);
    delete local[member.party];
    this.#dirty.clear();
    for (const [at, turn] of dirty) if (at !== member.party) this.#dirty.set(at, turn);
    this.#left.clear();
    for (const at of left) if (at !== undefined) this.#left.add(at);
    this.#now = { ...this.#now, local };
    this.#keepHere();
  }

  dismiss(): void {
    this.#show({ notice: null });
  }

  /** True while something has not reached the server. */
  get unsaved(): boolean {
    return this.#dirty.size > 0;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#quiet);
    clearTimeout(this.#latest);
  }

  #mark(address: string, typed: Typed): void {
    this.#turn += 1;
    this.#dirty.set(address, this.#turn);
    this.#left.delete(address);
    this.#now = { ...this.#now, local: { ...this.#now.local, [address]: typed } };
    this.#keepHere();
  }

  #keepHere(): void {
    if (this.#dirty.size === 0) return this.#doors.forget();
    this.#doors.keep(Object.fromEntries([...this.#dirty.keys()].map((at) => [at, this.typedAt(at)])));
  }

  #plan(wait = QUIET): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.flush(), wait);
    this.#latest ??= setTimeout(() => void this.flush(), Math.max(wait, LONGEST));
  }

  async #save(): Promise<void> {
    if (this.#dirty.size === 0 || this.#closed) return;
    const sent = new Map(this.#dirty);
    const key = this.#doors.newKey();
    this.#show({ status: 'saving' });
    try {
      const draft = await this.#doors.save(this.#values(), this.#now.draft.version, key);
      this.#saved(draft, sent);
    } catch (error) {
      if (error instanceof CallFailed && error.said.code === 'stale') await this.#rejoin();
      else this.#show({ status: 'trouble', error });
      if (!this.#closed && worthAgain(error)) this.#plan(AGAIN);
    }
  }

  /** Somebody else saved: theirs is read, what was typed here goes on top of it and is said. */
  async #rejoin(): Promise<void> {
    try {
      const draft = await this.#doors.load();
      const sent = new Map(this.#dirty);
      this.#conflicts += 1;
      this.#show({ draft, notice: 'conflict' });
      this.#saved(await this.#doors.save(this.#values(), draft.version, this.#doors.newKey()), sent);
    } catch (error) {
      this.#show({ status: 'trouble', error });
    }
  }

  #saved(draft: Draft, sent: Map<string, number>): void {
    for (const [at, turn] of sent) if (this.#dirty.get(at) === turn) this.#dirty.delete(at);
    const clear = this.#dirty.size === 0;
    this.#show({ draft, status: clear ? 'saved' : 'waiting', error: null });
    this.#tidy([...sent.keys()].filter((at) => this.#left.has(at)));
    if (clear) this.#doors.forget();
    else this.#plan();
  }

  #values(): Record<string, Json> {
    const values: Record<string, Json> = {};
    for (const at of this.#dirty.keys()) {
      const typed = this.typedAt(at);
      const definition = this.#definition(at);
      const cleaned = definition ? clean(typed, definition) : { value: typed as Json };
      if ('value' in cleaned) values[at] = cleaned.value === null ? UNKNOWN : cleaned.value;
      else values[at] = 'empty' in cleaned ? UNKNOWN : (typed as Json);
    }
    return values;
  }

  /** Boxes that were left and are saved show what the server keeps. */
  #tidy(addresses: string[]): void {
    const local = { ...this.#now.local };
    for (const at of addresses) if (!this.#dirty.has(at)) delete local[at];
    this.#show({ local });
  }

  #definition(address: string): FieldDef | undefined {
    return definitionsOf(this.#now.draft).get(address) ?? definitionsOf(this.#server).get(address);
  }

  /** What is typed here and not saved, as values; what is no value (yet) is unknown. */
  #typing(): Typing {
    const values = new Map<string, Json | undefined>();
    for (const at of this.#dirty.keys()) {
      const definition = this.#definition(at);
      const typed = this.typedAt(at);
      const cleaned = definition ? clean(typed, definition) : { value: typed as Json };
      values.set(at, 'value' in cleaned ? (cleaned.value ?? undefined) : undefined);
    }
    return values;
  }

  #show(change: Partial<DraftNow>): void {
    if (change.draft !== undefined) this.#server = change.draft;
    this.#now = { ...this.#now, ...change };
    if (this.#instant !== null) {
      this.#now = { ...this.#now, draft: this.#instant(this.#server, this.#typing()) };
    }
    for (const listener of this.#listeners) listener();
  }
}

/** Refused inputs are not sent again by themselves; a lost network and a restarting server are. */
function worthAgain(error: unknown): boolean {
  return error instanceof CallFailed && (error.status === 0 || error.status >= 500);
}
