/** YAML texts → catalogue, with everything that is wrong in them. */
import { readNodes } from './catalogue.ts';
import type { Catalogue, CatalogueProblem } from './catalogue.ts';
import { faults } from './faults.ts';

/**
 * Reads the YAML files of a catalogue and tells everything wrong with their nodes: shape,
 * duplicate ids, references to nobody, names that stand for nothing, rules that do not compile,
 * cycles. `check` adds what needs a day and proofs.
 */
export function parseCatalogue(files: { path: string; text: string }[]): {
  catalogue: Catalogue;
  problems: CatalogueProblem[];
} {
  const { catalogue, problems } = readNodes(files);
  return { catalogue, problems: [...problems, ...faults(catalogue)] };
}
