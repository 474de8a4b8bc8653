/**
 * What a field type is to a form. The box of a form holds what was typed (`Typed`); `clean` turns it
 * into the value that is kept, or says what is wrong. The server has the last word.
 */
import type { ReactNode } from 'react';
import type { FieldDef, Json } from '../contract.ts';

/** What stands in the boxes while somebody types: text, a choice of several, or named parts. */
export type Typed = string | boolean | string[] | { [part: string]: Typed } | null;

/** `empty` when nothing was typed; `problem` in words when it cannot be a value. */
export type Cleaned = { value: Json } | { empty: true } | { problem: string };

export type FieldModel = {
  /** What stands in the boxes when nothing is known. */
  blank: (field: FieldDef) => Typed;
  /** A kept value as it stands in the boxes. */
  typed: (value: Json, field: FieldDef) => Typed;
  /** A kept value in words, for summaries. */
  show: (value: Json, field: FieldDef) => string;
};

export const EMPTY: Cleaned = { empty: true };

/** What every control of the kit gets from the form around it. */
export type FieldControl = {
  id: string;
  field: FieldDef;
  typed: Typed;
  onTyped: (typed: Typed) => void;
  /** Told when the person leaves the control: problems are shown from then on. */
  onLeave?: (() => void) | undefined;
  problem?: string | undefined;
  optional?: boolean;
  note?: ReactNode;
};
