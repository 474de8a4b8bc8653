/** What answers for a source whose rows are not kept here: another room, or a department's system. */
import type { Context } from '#base';
import type { Actor } from '#identity';
import type { Text } from '#graph';

/** What stands in one cell: a text, words in both languages, or nothing. */
export type Cell = string | Text | null;

/** Rows by column id, and where the next page begins. */
export type Adapted = { rows: Record<string, Cell>[]; next: string | null };

/**
 * Answers for one source by its own means. `by`: what was typed, by address or id of the field.
 * A Refused is told to the person; anything else thrown means that the source is down.
 */
export type Adapter = (
  context: Context<Actor>,
  asked: { item: string; by: Record<string, string | null>; page?: string | undefined },
) => Promise<Adapted>;

/** Adapters by the id of their source. */
export type Adapters = Readonly<Record<string, Adapter>>;
