/** Production bundles, made in memory: what is in them and what they weigh over the line. */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');

/** One script of a bundle: its modules (paths of this repository, or of a package) and its weight. */
export type Chunk = {
  file: string;
  entry: boolean;
  bytes: number;
  gzip: number;
  modules: string[];
  /** Scripts it loads at once, and those it loads when they are needed. */
  imports: string[];
  later: string[];
};

type Output = {
  type: string;
  fileName: string;
  code?: string;
  isEntry?: boolean;
  modules?: object;
  imports?: string[];
  dynamicImports?: string[];
};

async function chunks(config: Parameters<typeof build>[0]): Promise<Chunk[]> {
  const made = await build({ ...config, logLevel: 'error' });
  const outputs = [made]
    .flat()
    .flatMap((one) => ('output' in one ? (one.output as unknown as Output[]) : []));
  return outputs
    .filter((one) => one.type === 'chunk')
    .map((one) => ({
      file: one.fileName,
      entry: one.isEntry === true,
      bytes: Buffer.byteLength(one.code ?? ''),
      gzip: gzipSync(one.code ?? '', { level: 9 }).length,
      modules: Object.keys(one.modules ?? {}).map((id) =>
        path.relative(root, id.replace(/\0.*|\?.*/g, '')),
      ),
      imports: one.imports ?? [],
      later: one.dynamicImports ?? [],
    }));
}

/** Bundles files as a production page would: minified, all they export kept, what they share once. */
export function bundled(...entries: string[]): Promise<Chunk[]> {
  return chunks({
    configFile: false,
    root,
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: entries.map((entry) => path.join(root, entry)),
        preserveEntrySignatures: 'strict',
        output: { format: 'es' },
      },
    },
  });
}

/** Bundles the web pages as they are built for use. */
export function pages(): Promise<Chunk[]> {
  return chunks({ configFile: path.join(root, 'vite.config.ts'), build: { write: false } });
}

/** All scripts one of them can come to load, at once or later, itself included. */
export function reached(all: Chunk[], from: Chunk): Chunk[] {
  const found = new Set<Chunk>();
  const todo = [from];
  for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    const next = new Set([...one.imports, ...one.later]);
    todo.push(...all.filter((chunk) => next.has(chunk.file)));
  }
  return [...found];
}
