/** The door of the exchange. */
import './words-en.ts';

export { makeBatch, writeBatch, type Made } from './export.ts';
export { reconcile, replyShape, type Reconciled, type Reply } from './reconcile.ts';
export { guidOf, tables, type Table } from './shapes.ts';
