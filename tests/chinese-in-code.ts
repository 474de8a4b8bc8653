/**
 * The Chinese sentences of a file of code, with their places: what stands in string and template
 * literals, and whether its English stands beside it.
 */
import { parseSync } from 'vite';

/** One sentence: `{}` where a template fills something in; `beside` when `{ zh, en }` holds it. */
export type Sentence = { zh: string; line: number; beside: boolean };

type Node = { type: string; start: number } & Record<string, unknown>;

export const han = /[\u3400-\u9fff]/;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Text of a literal, a template or a sum of them; undefined for anything else. */
function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TemplateLiteral') {
    return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}');
  }
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined;
  const sides = [textOf(node.left as Node), textOf(node.right as Node)];
  // A sum with something that is no text has a place there, as a template would.
  return sides.every((side) => side === undefined) ? undefined : sides.map((side) => side ?? '{}').join('');
}

/** What is filled into the text: sentences of their own. */
function filledIn(node: Node): Node[] {
  if (node.type === 'Literal') return [];
  if (node.type === 'TemplateLiteral') return node.expressions as Node[];
  return [node.left as Node, node.right as Node].flatMap((side) => (textOf(side) === undefined ? [side] : filledIn(side)));
}

const nameOf = (property: Node): string | undefined => {
  const key = property.key as Node | undefined;
  return property.type !== 'Property' ? undefined : String(key?.name ?? key?.value ?? '');
};

/** Every Chinese sentence of a file of TypeScript. Types, comments and regular expressions hold none. */
export function sentencesOf(path: string, code: string): Sentence[] {
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? ''}`);
  const found: Sentence[] = [];
  const lineOf = (at: number): number => code.slice(0, at).split('\n').length;
  const walk = (node: Node, beside: boolean): void => {
    if (node.type.startsWith('TS') && !/^TS(As|Satisfies|NonNull|Instantiation|TypeAssertion)/.test(node.type)) return;
    const text = textOf(node);
    if (text !== undefined) {
      if (han.test(text)) found.push({ zh: text, line: lineOf(node.start), beside });
      for (const part of filledIn(node)) walk(part, beside);
      return;
    }
    const both = node.type === 'ObjectExpression'
      && ['zh', 'en'].every((name) => (node.properties as Node[]).some((property) => nameOf(property) === name));
    for (const [field, value] of Object.entries(node)) {
      if (field === 'key' && !han.test(String((value as Node).name ?? (value as Node).value))) continue;
      const children = (Array.isArray(value) ? value : [value]).filter(isNode);
      for (const child of children) walk(child, beside || (both && nameOf(child) === 'zh'));
    }
  };
  walk(program as unknown as Node, false);
  return found;
}
