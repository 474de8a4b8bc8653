/**
 * The Chinese sentences of a file of code, with their places: what stands in string and template
 * literals, and whether its English stands beside it.
 */
import { parseSync } from 'vite';

/**
 * One sentence: `{}` where a template fills something in; `beside` when its English stands with it;
 * `fault` when it is of an Error that is no refusal: in the log or at the command line, never answered.
 */
export type Sentence = { zh: string; line: number; beside: boolean; fault: boolean };

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

const nodesIn = (value: unknown): Node[] => (Array.isArray(value) ? value : [value]).filter(isNode);

/** What a thing is called: a property by its key, a variable, what a method is called on. */
function nameOf(node: Node): string {
  const named = (node.key ?? node.id ?? (node.callee as Node | undefined)?.object) as Node | null | undefined;
  return String(named?.name ?? named?.value ?? '');
}

/** Is the English the next argument, `say(at, '中文', 'English words')`, or the other of a pair? */
function withEnglishNext(list: Node[], i: number): boolean {
  const next = list[i + 1];
  const en = next && textOf(next);
  return en !== undefined && !han.test(en) && /[A-Za-z]{2,}/.test(en);
}

/** Which of the children of a node have their English with them. */
function hasEnglish(node: Node, inBoth: boolean): (child: Node, among: Node[]) => boolean {
  if (node.type === 'ObjectExpression') {
    const names = (node.properties as Node[]).map(nameOf);
    return (child) => names.includes('zh') && names.includes('en') && nameOf(child) === 'zh';
  }
  if (node.type === 'VariableDeclaration') return (child) => inBoth && nameOf(child) === 'zh';
  if (node.type === 'ExpressionStatement') return (child) => inBoth && nameOf(child) === 'zh';
  const pairs = node.type === 'CallExpression' || (node.type === 'ArrayExpression' && nodesIn(node.elements).length === 2);
  return pairs ? (child, among) => withEnglishNext(among, among.indexOf(child)) : () => false;
}

/** `lang === 'zh' ? '中文' : 'English'`. */
const byLanguage = (node: Node): boolean => node.type === 'ConditionalExpression'
  && ['consequent', 'alternate'].some((side) => !han.test(textOf(node[side] as Node) ?? '中'))
  && /lang/i.test(JSON.stringify(node.test));

const isFault = (node: Node): boolean =>
  node.type === 'NewExpression' && /^(Range|Type)?Error$/.test(String((node.callee as Node).name));

/** Does a block declare both `zh` and `en`? What goes into the one has its English in the other. */
function declaresBoth(block: Node): boolean {
  const declared = nodesIn(block.body).filter(({ type }) => type === 'VariableDeclaration')
    .flatMap((statement) => nodesIn(statement.declarations).map(nameOf));
  return declared.includes('zh') && (declared.includes('en') || declared.includes('english'));
}

const typesOnly = (node: Node): boolean =>
  node.type.startsWith('TS') && !/^TS(As|Satisfies|NonNull|Instantiation|TypeAssertion)/.test(node.type);

/** Every Chinese sentence of a file of TypeScript. Types, comments and regular expressions hold none. */
export function sentencesOf(path: string, code: string): Sentence[] {
  const { program, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? ''}`);
  const found: Sentence[] = [];
  const lineOf = (at: number): number => code.slice(0, at).split('\n').length;
  const walk = (node: Node, within: Omit<Sentence, 'zh' | 'line'>, inBoth: boolean): void => {
    if (typesOnly(node)) return;
    const text = textOf(node);
    if (text !== undefined) {
      if (han.test(text)) found.push({ zh: text, line: lineOf(node.start), ...within });
      for (const part of filledIn(node)) walk(part, within, inBoth);
      return;
    }
    const both = inBoth || (node.type === 'BlockStatement' && declaresBoth(node));
    const has = hasEnglish(node, both);
    const all = { beside: within.beside || byLanguage(node), fault: within.fault || isFault(node) };
    for (const [field, value] of Object.entries(node)) {
      const among = nodesIn(value);
      if (field === 'key' && !han.test(String(among[0]?.name ?? among[0]?.value ?? ''))) continue;
      for (const child of among) walk(child, { ...all, beside: all.beside || has(child, among) }, both);
    }
  };
  walk(program as unknown as Node, { beside: false, fault: false }, false);
  return found;
}
