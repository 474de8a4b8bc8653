/** The API reference for people: /api/docs, drawn from the same document as /api/openapi.json. */
import type { Lang } from './refused.ts';

type Json = Record<string, unknown>;
type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  'x-who': string | string[];
  parameters: { name: string; in: string; required: boolean; schema?: Json }[];
  requestBody?: { content: Record<string, { schema?: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema?: Json }> }>;
};
export type Reference = {
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
};

const words = {
  title: { zh: '接口手册', en: 'API reference' },
  intro: {
    zh: '每个接口一节：谁能用、要给什么、得到什么、会怎样拒绝。由代码里的声明生成。',
    en:
      'One section an endpoint: who may use it, what it takes, what it gives, how it refuses. ' +
      'Made from the declarations in the code.',
  },
  writes: {
    zh: '写操作带 X-CSRF（取自 GET /api/identity/me 的回答）。带 Idempotency-Key 时，48 小时内重复发送只办一次，答复相同。If-Match 带所见的版本号。',
    en:
      'Writes carry X-CSRF (from the answer of GET /api/identity/me). With an Idempotency-Key, sending ' +
      'again within 48 hours does nothing twice and gives the same answer. If-Match carries the version seen.',
  },
  machine: { zh: '给程序看的同一份', en: 'The same for programs' },
  who: { zh: '谁能用', en: 'Who may' },
  anyone: { zh: '所有人', en: 'anyone' },
  signedIn: { zh: '登录的人', en: 'anybody signed in' },
  takes: { zh: '要给', en: 'Takes' },
  gives: { zh: '得到', en: 'Gives' },
  refuses: { zh: '会拒绝', en: 'Refuses' },
  nothing: { zh: '无', en: 'nothing' },
  file: { zh: '文件', en: 'a file' },
  required: { zh: '必填', en: 'required' },
} as const satisfies Record<string, Record<Lang, string>>;

const safe = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** The type of a schema in a few words; what it refers to by its name. */
function typeOf(schema: Json | undefined, depth = 0): string {
  if (!schema || Object.keys(schema).length === 0) return 'any';
  const {
    $ref,
    anyOf,
    oneOf,
    enum: values,
    const: only,
    type,
    items,
  } = schema as Record<string, never>;
  if ($ref) return String($ref).split('/').at(-1) ?? '';
  if (values) return (values as unknown[]).map((v) => JSON.stringify(v)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  const any = (anyOf ?? oneOf) as Json[] | undefined;
  if (any) return depth > 3 ? '…' : any.map((one) => typeOf(one, depth + 1)).join(' | ');
  if (type === 'array') return `${typeOf(items, depth + 1)}[]`;
  const { minLength, maxLength, minimum, maximum, format } = schema as Record<string, unknown>;
  const ends = [
    format,
    minLength !== undefined || maxLength !== undefined
      ? `${String(minLength ?? 0)}–${String(maxLength ?? '')}`
      : undefined,
    minimum !== undefined || (maximum !== undefined && Number(maximum) < 1e15)
      ? `${String(minimum ?? '')}…${String(maximum ?? '')}`
      : undefined,
  ].filter(Boolean);
  return `${String(type ?? 'any')}${ends.length > 0 ? ` (${ends.join(', ')})` : ''}`;
}

/** A list of properties, nested as they are. */
function shape(schema: Json | undefined, lang: Lang, depth = 0): string {
  const inner = schema?.['type'] === 'array' ? (schema['items'] as Json | undefined) : schema;
  const properties = Object.entries((inner?.['properties'] ?? {}) as Record<string, Json>);
  if (properties.length === 0) return depth === 0 ? `<p>${words.nothing[lang]}</p>` : '';
  const required = new Set((inner?.['required'] ?? []) as string[]);
  const rows = properties.map(([name, one]) => {
    const within = depth < 4 ? shape(one, lang, depth + 1) : '';
    const mark = required.has(name) ? ` <b>${words.required[lang]}</b>` : '';
    return `<li><code>${safe(name)}</code> <i>${safe(typeOf(one))}</i>${depth === 0 ? mark : ''}${within}</li>`;
  });
  return `<ul>${rows.join('')}</ul>`;
}

function whoOf(who: string | string[], lang: Lang): string {
  if (who === 'anyone') return words.anyone[lang];
  return who === 'signed-in' ? words.signedIn[lang] : [who].flat().join(', ');
}

function takes(one: Operation, lang: Lang): string {
  const parameters = one.parameters.filter((p) => p.name !== 'Idempotency-Key');
  const rows = parameters.map(
    (p) =>
      `<li><code>${safe(p.name)}</code> <i>${safe(typeOf(p.schema))}</i> ${p.in}` +
      `${p.required ? ` <b>${words.required[lang]}</b>` : ''}</li>`,
  );
  const body = one.requestBody?.content;
  const json = body?.['application/json']?.schema;
  const bytes = body && !json ? `<p>${words.file[lang]}</p>` : '';
  const shown = json ? shape(json, lang) : '';
  return rows.length + shown.length + bytes.length === 0
    ? `<p>${words.nothing[lang]}</p>`
    : `${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : ''}${shown}${bytes}`;
}

function section(at: { method: string; path: string; one: Operation }, lang: Lang): string {
  const { method, path, one } = at;
  const answer = one.responses['200']?.content?.['application/json']?.schema;
  const refusals = Object.entries(one.responses)
    .filter(([status]) => status !== '200')
    .map(([status, { description }]) => `<li><code>${status}</code> ${safe(description)}</li>`)
    .join('');
  return `<section id="${safe(one.operationId)}"><h3>${safe(lang === 'en' ? one.summary : one.description)}</h3>
<p class="call"><b>${method.toUpperCase()}</b> <code>${safe(path)}</code></p>
<p>${words.who[lang]}: ${safe(whoOf(one['x-who'], lang))}</p>
<div class="cols"><div><h4>${words.takes[lang]}</h4>${takes(one, lang)}</div>
<div><h4>${words.gives[lang]}</h4>${answer ? shape(answer, lang) : `<p>${words.file[lang]}</p>`}</div></div>
<details><summary>${words.refuses[lang]}</summary><ul>${refusals}</ul></details></section>`;
}

/** The page, whole: no script, one style sheet of our own. */
export function referencePage(document: Reference, lang: Lang): string {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ method, path, one })),
  );
  const rooms = [...new Set(all.map(({ one }) => one.tags[0] ?? 'base'))];
  const link = ({ one }: { one: Operation }): string =>
    `<li><a href="#${safe(one.operationId)}">${safe(lang === 'en' ? one.summary : one.description)}</a></li>`;
  const contents = (room: string): string =>
    `<details><summary>${safe(room)}</summary><ul>${of(room).map(link).join('')}</ul></details>`;
  const of = (room: string) => all.filter(({ one }) => one.tags[0] === room);
  const other =
    lang === 'en'
      ? '<a href="?lang=zh" lang="zh-CN">中文</a>'
      : '<a href="?lang=en" lang="en">English</a>';
  return `<!doctype html><html lang="${lang === 'en' ? 'en' : 'zh-CN'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(document.info.title)} · ${words.title[lang]}</title>
<link rel="stylesheet" href="/api/docs.css"></head><body><header><h1>${words.title[lang]}</h1>
<p>${words.intro[lang]}</p><p>${words.writes[lang]}</p>
<p>${words.machine[lang]}: <a href="/api/openapi.json">/api/openapi.json</a> · ${other}</p></header>
<nav aria-label="${words.title[lang]}">${rooms.map(contents).join('')}</nav>
<main>${rooms
    .map(
      (room) =>
        `<h2>${safe(room)}</h2>${of(room)
          .map((one) => section(one, lang))
          .join('')}`,
    )
    .join('')}</main></body></html>`;
}

/** Its style: the colours and type of the pages. */
export const referenceStyle = `body{font:16px/1.6 system-ui,"Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;
color:#1b1f24;background:#fbfaf7;margin:0;padding:24px 16px;display:grid;
grid-template-columns:minmax(0,1fr);gap:24px;max-width:1200px;margin-inline:auto}
h1{font-size:28px;margin:0 0 8px}
h2{font-size:22px;margin:40px 0 8px;border-bottom:1px solid #d8d5cc}
h3{font-size:18px;margin:24px 0 4px}
h4{font-size:16px;margin:8px 0 0}
p{margin:4px 0}
ul{margin:4px 0;padding-left:20px}
li{overflow-wrap:anywhere}
code{font:14px/1.5 ui-monospace,monospace;background:#f1efe8;padding:0 4px;border-radius:3px}
i{font-style:normal;color:#5a6068}
b{font-weight:600}
a{color:#17457c}
.call{font-size:16px}
section{border-top:1px solid #e6e3da;padding:8px 0 16px}
.cols{display:grid;gap:0 32px;grid-template-columns:minmax(0,1fr)}
summary{cursor:pointer;padding:8px 0}
:focus-visible{outline:3px solid #17457c;outline-offset:2px}
@media(min-width:900px){body{grid-template-columns:260px minmax(0,1fr)}
header{grid-column:1/-1}
nav{position:sticky;top:16px;align-self:start;max-height:calc(100vh - 32px);overflow:auto}
.cols{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
@media print{nav{display:none}}
`;
