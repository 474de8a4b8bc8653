/** What went wrong with a call, and the one function that says it in words. */
import { t } from './texts/index.ts';

export type Said = {
  code: string;
  message: string;
  fields?: { at: string; message: string }[];
  fault?: string;
  details?: Record<string, unknown>;
};

/** A call that did not succeed. `status` 0 means that no answer came at all. */
export class CallFailed extends Error {
  readonly status: number;
  readonly said: Said;
  readonly retryAfter: number | null;

  constructor(status: number, said: Said, retryAfter: number | null = null) {
    super(said.message);
    this.status = status;
    this.said = said;
    this.retryAfter = retryAfter;
  }
}

/** The code of a refusal, or null when it was something else. */
export function codeOf(error: unknown): string | null {
  return error instanceof CallFailed ? error.said.code : null;
}

/** What to tell the person: what happened, and what to do now. `reading`: nothing was to be done, only shown. */
export function wordsFor(error: unknown, reading = false): string {
  if (!(error instanceof CallFailed)) return t('problem.page');
  const { status, said } = error;
  if (status === 0 && reading) return t('problem.unread');
  if (status === 0) return navigator.onLine ? t('problem.network') : t('problem.offline');
  if (status === 429 && said.message === '') {
    return t('problem.tooOften', { seconds: error.retryAfter ?? 60 });
  }
  if (status >= 500) {
    if (status === 503) return t('problem.busy');
    return said.fault ? t('problem.fault', { id: said.fault }) : t('problem.faultPlain');
  }
  return said.message === '' ? t('problem.faultPlain') : said.message;
}

/** Problems of single fields in a refusal, by address; empty when it names none. */
export function fieldProblems(error: unknown): { at: string; message: string }[] {
  return error instanceof CallFailed ? (error.said.fields ?? []) : [];
}
