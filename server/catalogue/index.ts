/** The door of the catalogue. */
import './words-en.ts';

export type { Card } from './card.ts';
export { compare, type Change } from './compare.ts';
export { problemLine, readFiles, sha256 } from './files.ts';
export { guideOutput } from './guide-answer.ts';
export { importCatalogue, type Imported } from './import-files.ts';
export { publishItem, withdrawItem, type By } from './publish-item.ts';
export { keepVersion, publish, type Release } from './publish.ts';
export { factLimits, kindAt, mustReadFacts, readFacts, type Stated } from './read-facts.ts';
export { catalogueEndpoints, type ItemPage } from './routes.ts';
export { current, findItems, listItems, openVersion, standings } from './shelf.ts';
export { listStandings, type ItemStanding } from './standing.ts';
export { readDrafts } from './store.ts';
