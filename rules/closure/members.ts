/** Members of groups and records, read when they are asked for. */
import type { Frame, Run } from './frame.ts';
import type { Member, Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';
import { readFact } from './frame.ts';
import { spend } from './spend.ts';
import { isTemporal, part } from '../values/temporal.ts';
import { Party, Range } from '../values/values.ts';

/** More members than any case has: a count beyond it is taken for a broken fact (none). */
const MOST = 10_000;
const COUNT: Shape = { type: 'number' };

/**
 * The address of a member of a group of many. Members count from 0 in addresses, as in JSON;
 * FEEL counts from 1, so `演员[1]` is `performer[0]`.
 */
export function memberAddress(group: string, index: number): string {
  return `${group}[${index}]`;
}

function parties(at: Frame, address: string, shape: Shape): Value {
  const count = readFact(at, address, COUNT);
  if (count === undefined || count === null) return count;
  if (typeof count !== 'number' || count < 0 || count > MOST) return null;
  const of = shape.of ?? { type: 'record' };
  return Array.from({ length: count }, (_, index) => new Party(memberAddress(address, index), of));
}

/** The members of a group of many; its count is the fact at the group's own address. */
export function partiesRun(address: string, shape: Shape): Run {
  return (at) => parties(at, address, shape);
}

function ofParty(at: Frame, party: Party, member: Member): Value {
  const address = `${party.address}.${member.key}`;
  if (!member.group) return readFact(at, address, member.shape);
  return member.many ? parties(at, address, member.shape) : new Party(address, member.shape);
}

function rangePart(range: Range, name: string): Value {
  if (name === 'start') return range.low ?? null;
  if (name === 'end') return range.high ?? null;
  if (name === 'start included') return !range.openLow;
  return name === 'end included' ? !range.openHigh : null;
}

function memberOf(at: Frame, value: Value, name: string, key: string): Value {
  if (value instanceof Map) return value.has(key) ? value.get(key) : null;
  if (value instanceof Party) {
    const member = value.shape.fields?.get(name);
    return member === undefined ? null : ofParty(at, value, member);
  }
  if (isTemporal(value)) return part(value, name);
  if (value instanceof Range) return rangePart(value, name);
  if (Array.isArray(value)) return value.map((item) => memberOf(at, item, name, key));
  return value === undefined ? undefined : null;
}

/** `of.name`: of a list, the list of its members' members. */
export function memberRun(of: Run, name: string, key: string): Run {
  return (at) => {
    const value = of(at);
    if (Array.isArray(value)) spend(at, value);
    return at.fuel < 0 ? null : memberOf(at, value, name, key);
  };
}
