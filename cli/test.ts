/** `npm test`: types, lint, format, then every test in real PostgreSQL and real Chromium. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '#base';

const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);
const fonts = '/usr/share/fonts';

function step(name: string, command: string, args: string[]): void {
  const began = Date.now();
  process.stdout.write(`\n— ${name}\n`);
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) throw new Error(`${name}：没有通过（${command} ${args.join(' ')}）。`);
  process.stdout.write(`  ${name}：通过，${((Date.now() - began) / 1000).toFixed(1)} 秒\n`);
}

function findChromium(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named) return fs.existsSync(named) ? named : undefined;
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return places.find((place) => fs.existsSync(place));
}

function hasCjkFont(): boolean {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  if (list.status === 0) return list.stdout.trim() !== '';
  return fs.existsSync(path.join(fonts, 'opentype/noto'));
}

/** Gets Chromium and Chinese fonts where it can, else says how. Returns where Chromium is. */
export function needBrowser(): string {
  const missing = [...(findChromium() ? [] : ['chromium']), ...(hasCjkFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length > 0) {
    const debian = fs.existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
    if (debian && !process.env['CHROME_PATH']) {
      process.stdout.write(`安装浏览器测试要用的 ${missing.join('、')}（只有第一次）…\n`);
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', ...missing]]) {
        spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
      }
    }
  }
  const chromium = findChromium();
  if (!chromium || !hasCjkFont()) {
    throw new Error('浏览器测试需要 Chromium 和中文字体。'
      + '在 Debian/Ubuntu 上请管理员运行：apt-get install chromium fonts-noto-cjk；'
      + '别的系统请装好 Chromium 和中文字体，再用 CHROME_PATH=/path/to/chrome 告诉我们它在哪里。');
  }
  return chromium;
}

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number };

/** All checks; with files only those tests. Throws when anything fails. */
export async function test(files: string[]): Promise<void> {
  process.env['CHROME_PATH'] = needBrowser();
  process.env['TZ'] = 'America/New_York';
  // The same random cases for everybody; other seeds are tried by SEED=… and by the long commands.
  process.env['SEED'] ??= '20261122';
  if (files.length === 0) {
    step('类型', bin('tsc'), ['-p', 'tsconfig.json']);
    step('类型（网页）', bin('tsc'), ['-p', 'tsconfig.web.json']);
    step('写法', bin('oxlint'), ['--deny-warnings']);
  }
  const report = path.join(os.tmpdir(), `bantuo-tests-${process.pid}.json`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files];
  const done = spawnSync(bin('vitest'), args, { cwd: root, stdio: 'inherit' });
  const counts = fs.existsSync(report)
    ? (JSON.parse(fs.readFileSync(report, 'utf8')) as Report)
    : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
  fs.rmSync(report, { force: true });
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped } = counts;
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  process.exit(done.status === 0 && failed === 0 && passed > 0 ? 0 : 1);
}
