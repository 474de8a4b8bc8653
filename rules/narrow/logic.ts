/** and, or of parts that are folded already. */
import type { Node } from '../check/tree.ts';
import { literal } from './known.ts';

const isNone = (node: Node): boolean => node.kind === 'literal' && node.value === null;

/**
 * The parts joined: what cannot decide falls away, what decides is the whole. A part alone that may
 * be no boolean keeps its `and true`, which makes none of it.
 */
export function joined(op: 'and' | 'or', parts: Node[], node: Node): Node {
  const decides = op === 'or';
  const kept: Node[] = [];
  for (const part of parts) {
    if (part.kind === 'literal' && part.value === decides) return literal(decides, node);
    if (part.kind === 'literal' && part.value === !decides) continue;
    if (isNone(part) && kept.some(isNone)) continue;
    if (part.kind === 'logic' && part.op === op) kept.push(...part.parts);
    else kept.push(part);
  }
  const [only, second] = kept;
  if (only === undefined) return literal(!decides, node);
  if (second === undefined && only.shape.type === 'boolean') return only;
  const { shape, from, to } = node;
  return {
    kind: 'logic',
    op,
    parts: second === undefined ? [only, literal(!decides, node)] : kept,
    shape,
    from,
    to,
  };
}
