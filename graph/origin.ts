/** Where in a YAML file a node, a key or a stretch of a rule stands. */
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, ParsedNode } from 'yaml';
import { plainOf, quickYaml } from './quick-yaml.ts';
import type { QuickNode } from './quick-yaml.ts';

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

type Found = { start: number; node: QuickNode | null };

/** The full reader's node with what places need of it. */
function placed(node: ParsedNode | null): QuickNode | null {
  if (node === null) return null;
  const [start, end] = node.range;
  if (isMap(node)) {
    const entries = node.items.flatMap((pair) => {
      const { key, value } = pair;
      if (!isScalar(key)) return [];
      return [{
        key: String(key.value),
        start: (key as ParsedNode).range[0],
        node: placed((value ?? null) as ParsedNode | null),
      }];
    });
    return { kind: 'map', start, entries };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => placed(item as ParsedNode));
    return { kind: 'seq', start, items: items.filter((item) => item !== null) };
  }
  const value = isScalar(node) ? (node.value as string) : '';
  return { kind: 'scalar', value, start, end };
}

function step(node: QuickNode | null, key: string | number): Found | undefined {
  if (node?.kind === 'map') {
    const entry = node.entries.find((one) => one.key === String(key));
    return entry && { start: entry.start, node: entry.node };
  }
  if (node?.kind === 'seq' && typeof key === 'number') {
    const value = node.items[key];
    return value && { start: value.start, node: value };
  }
  return undefined;
}

function find(root: QuickNode | null, path: Path): Found {
  let found: Found = { start: root?.start ?? 0, node: root };
  for (const key of path) {
    const next = step(found.node, key);
    if (!next) break;
    found = next;
  }
  return found;
}

/** Offset in the file of character `from` of the text a scalar holds. */
function offsetIn(source: string, found: Found, span: { from: number; to: number }): number {
  const { node } = found;
  if (node?.kind !== 'scalar') return found.start;
  const { start, end } = node;
  const written = source.slice(start, end);
  const value = String(node.value);
  const lead = written.indexOf(value);
  if (lead >= 0) return start + lead + span.from;
  // Folded or escaped: look for the words themselves, not before the place they could be at.
  const words = value.slice(span.from, span.to);
  const hit = words === '' ? -1 : written.indexOf(words, Math.min(span.from, written.length));
  return hit >= 0 ? start + hit : start;
}

/** Places by offset; lines are counted when the first is asked for. */
function placer(file: string, source: string): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    if (starts === undefined) {
      starts = [0];
      for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
    }
    const after = starts.findIndex((start) => start > offset);
    const line = after < 0 ? starts.length : after;
    return { file, line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

type Read = { root: QuickNode | null; value: unknown } | { faults: YamlFile['faults'] };

/** Reads what the quick reader leaves, and says what is wrong with it. */
function readFully(source: string, place: (offset: number) => Place): Read {
  const document: Document.Parsed = parseDocument(source);
  if (document.errors.length > 0) {
    const faults = document.errors.map((e) => ({
      message: e.message.split('\n')[0] ?? e.message,
      place: place(e.pos[0]),
    }));
    return { faults };
  }
  try {
    const value = document.toJS({ maxAliasCount: 100 }) as unknown;
    return { root: placed(document.contents as ParsedNode | null), value };
  } catch (fault) {
    return { faults: [{ message: String(fault), place: place(0) }] };
  }
}

/** Reads one YAML file into nodes that remember their places. Never throws: faults are told. */
export function readYaml(file: string, source: string): YamlFile {
  const place = placer(file, source);
  const quick = quickYaml(source);
  const read = quick ? { root: quick, value: plainOf(quick) } : readFully(source, place);
  if ('faults' in read) return { nodes: [], faults: read.faults };
  const { root, value } = read;
  const originOf = (node: QuickNode | null): Origin => ({
    file,
    at: (path) => place(find(node, path).start),
    inText: (path, from, to) => place(offsetIn(source, find(node, path), { from, to })),
  });
  if (root === null) return { nodes: [], faults: [] };
  if (root.kind !== 'seq' || !Array.isArray(value)) {
    return { nodes: [{ value, origin: originOf(root) }], faults: [] };
  }
  const nodes = value.map((v: unknown, i) => ({ value: v, origin: originOf(root.items[i] ?? null) }));
  return { nodes, faults: [] };
}
