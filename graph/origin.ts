/** Where in a YAML file a node, a key or a stretch of a rule stands. */
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, ParsedNode } from 'yaml';

/** 1-based line and column in a file of the catalogue. */
export type Place = { file: string; line: number; column: number };

export type Path = readonly (string | number)[];

/** Finds places inside one node of one file. */
export type Origin = {
  file: string;
  /** Place of the key or value at `path` below the node, or of what encloses it. */
  at: (path: Path) => Place;
  /** Place of the stretch [from, to) of the text at `path`. */
  inText: (path: Path, from: number, to: number) => Place;
};

/** A place for nodes that came from no file (a draft in the studio). */
export function noOrigin(kind: string, id: string): Origin {
  const place = { file: `${kind}/${id}`, line: 1, column: 1 };
  return { file: place.file, at: () => place, inText: () => place };
}

export type YamlFile = {
  /** The nodes in the file: one, or each entry of a list. */
  nodes: { value: unknown; origin: Origin }[];
  faults: { message: string; place: Place }[];
};

type Found = { start: number; node: ParsedNode | null };

function step(node: ParsedNode | null, key: string | number): Found | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (p) => isPair(p) && isScalar(p.key) && String(p.key.value) === String(key),
    );
    if (!pair || !isScalar(pair.key)) return undefined;
    const value = (pair.value ?? null) as ParsedNode | null;
    return { start: (pair.key as ParsedNode).range[0], node: value };
  }
  if (isSeq(node) && typeof key === 'number') {
    const value = node.items[key] as ParsedNode | undefined;
    return value ? { start: value.range[0], node: value } : undefined;
  }
  return undefined;
}

function find(root: ParsedNode | null, path: Path): Found {
  let found: Found = { start: root?.range[0] ?? 0, node: root };
  for (const key of path) {
    const next = step(found.node, key);
    if (!next) break;
    found = next;
  }
  return found;
}

/** Offset in the file of character `from` of the text a scalar holds. */
function offsetIn(source: string, found: Found, span: { from: number; to: number }): number {
  const node = found.node;
  if (!isScalar(node)) return found.start;
  const [start, end] = node.range as [number, number, number];
  const written = source.slice(start, end);
  const value = String(node.value);
  const lead = written.indexOf(value);
  if (lead >= 0) return start + lead + span.from;
  // Folded or escaped: look for the words themselves, not before the place they could be at.
  const words = value.slice(span.from, span.to);
  const hit = words === '' ? -1 : written.indexOf(words, Math.min(span.from, written.length));
  return hit >= 0 ? start + hit : start;
}

/** Reads one YAML file into nodes that remember their places. Never throws: faults are told. */
export function readYaml(file: string, source: string): YamlFile {
  const lines = new LineCounter();
  const document: Document.Parsed = parseDocument(source, { lineCounter: lines });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = document.errors.map((e) => ({
    message: e.message.split('\n')[0] ?? e.message,
    place: place(e.pos[0]),
  }));
  if (faults.length > 0) return { nodes: [], faults };
  const originOf = (root: ParsedNode | null): Origin => ({
    file,
    at: (path) => place(find(root, path).start),
    inText: (path, from, to) => place(offsetIn(source, find(root, path), { from, to })),
  });
  const root = document.contents as ParsedNode | null;
  if (root === null) return { nodes: [], faults };
  try {
    const value = document.toJS({ maxAliasCount: 100 }) as unknown;
    if (!isSeq(root)) return { nodes: [{ value, origin: originOf(root) }], faults };
    const values = value as unknown[];
    const nodes = values.map((v, i) => ({
      value: v,
      origin: originOf(root.items[i] as ParsedNode),
    }));
    return { nodes, faults };
  } catch (fault) {
    return { nodes: [], faults: [{ message: String(fault), place: place(0) }] };
  }
}
