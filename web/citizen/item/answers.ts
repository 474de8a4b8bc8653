/** Answers of the guide as they stand in the address of the page: `?organiser=agency&foreign=no`. */
import type { Guide, Json } from '../../contract.ts';
import type { Query } from '../../paths.ts';

type Ask = Guide['asks'][number];

/** What stands in the address for an answer. */
export function written(value: Json): string {
  return value === true ? 'yes' : value === false ? 'no' : String(value);
}

/** The answer an address holds for an ask; undefined when it holds none of its options. */
export function answerOf(ask: Ask, query: Record<string, string>): Json | undefined {
  const text = query[ask.id];
  return text === undefined
    ? undefined
    : ask.options.find((option) => written(option.value) === text)?.value;
}

/** Facts for the guide: an answer counts only where it is one of the options. */
export function factsOf(asks: Ask[], query: Record<string, string>): Record<string, Json> {
  const facts: Record<string, Json> = {};
  for (const ask of asks) {
    const answer = answerOf(ask, query);
    if (answer !== undefined) facts[ask.address] = answer;
  }
  return facts;
}

/** The address after one answer more; the ones before stay. */
export function withAnswer(query: Record<string, string>, ask: Ask, value: Json): Query {
  return { ...query, edit: undefined, [ask.id]: written(value) };
}
