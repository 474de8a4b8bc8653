/** The door of sources. */
import './words-en.ts';

export type { Adapter, Adapted, Cell } from './adapter.ts';
export { loadDatasets, type Loaded } from './load-datasets.ts';
export { listSources, tellOutage, type SourceState } from './outage.ts';
export { sourceEndpoints } from './routes.ts';
export { childrenOf, guardiansOf } from './store.ts';
