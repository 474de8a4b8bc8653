/**
 * Life cycles a second over HTTP on an empty database (goal 40; a published peer: 37 on 16 cores), the
 * web process's peak memory (goal 400 MB), the worker's papers beside a bare page and signature (goal
 * 0.7), and the queue while 8 life cycles a second are held. `node bench/life-cycles.ts [rounds] [hold]`
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import PDFDocument from 'pdfkit';
import { sql } from '#base';
import { assemble, liveFor, makeReady } from './life-cycle.ts';
import { spread } from './hammer.ts';
import { startTown, type Town } from './town.ts';

const rounds = Number(process.argv[2] ?? 5);
const hold = Number(process.argv[3] ?? 60);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Peak resident memory of a process in MB, as the kernel kept it. */
function peakMb(pid: number | undefined): number {
  const text = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024;
}

const font = fs.readFileSync(new URL(
  '../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf', import.meta.url));
const { privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The floor: one bare pdfkit page with a few lines of Chinese, and one bare signature over it. */
async function barePage(): Promise<void> {
  const doc = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((done) => doc.on('end', done));
  doc.font(font).fontSize(12);
  for (let i = 0; i < 8; i++) doc.text('您提交的申请已收到，收件日为二〇二六年十一月二十三日，请留意办件进展和补正告知。');
  doc.end();
  await ended;
  crypto.sign('sha256', Buffer.concat(chunks), privateKey);
}

async function floorRate(seconds: number): Promise<number> {
  for (let i = 0; i < 20; i++) await barePage();
  const began = performance.now();
  let n = 0;
  while (performance.now() - began < seconds * 1000) {
    await barePage();
    n += 1;
  }
  return n / ((performance.now() - began) / 1000);
}

async function queued(town: Town): Promise<number> {
  const { rows } = await sql<{ n: number }>`select
    (select count(*) from cases.paper where file is null)
    + (select count(*) from licences.licence where file is null) as n`.execute(town.opened.world.db);
  return rows[0]?.n ?? 0;
}

const show = (values: number[]): string => {
  const { median, least, most } = spread(values);
  return `${median.toFixed(1)} (${least.toFixed(1)}–${most.toFixed(1)})`;
};

const town = await startTown();
try {
  const cast = await assemble(town);
  await makeReady(town, cast);
  await liveFor(town, cast, { seconds: 8, together: 12 });
  const rates: number[] = [];
  for (let i = 0; i < rounds; i++) rates.push(await liveFor(town, cast, { seconds: 8, together: 12 }));
  say(`life cycles/s, nine requests each, ${rounds} rounds of 8 s: ${show(rates)}   goal 40`);
  say(`peak memory of the web process: ${peakMb(town.web.pid).toFixed(0)} MB   goal ≤ 400`);

  const worker = await town.startWorker();
  const made: number[] = [];
  const floors: number[] = [];
  await new Promise((done) => setTimeout(done, 6000));
  for (let i = 0; i < rounds && await queued(town) > 200; i++) {
    const before = await queued(town);
    const began = performance.now();
    await new Promise((done) => setTimeout(done, 5000));
    made.push((before - await queued(town)) / ((performance.now() - began) / 1000));
    worker.kill('SIGSTOP');
    floors.push(await floorRate(4));
    worker.kill('SIGCONT');
  }
  if (made.length > 0) {
    const ratio = made.map((m, i) => m / (floors[i] ?? Number.NaN));
    say(`papers and licences/s of one worker: ${show(made)}; bare page + signature/s: ${show(floors)}; `
      + `ratio ${show(ratio.map((r) => r * 100))} %   goal ≥ 70 %`);
  }
  while (await queued(town) > 0) await new Promise((done) => setTimeout(done, 500));
  const lengths: number[] = [];
  const watch = setInterval(() => void queued(town).then((n) => lengths.push(n)), 2000);
  const held = await liveFor(town, cast, { seconds: hold, together: 24, perSecond: 8 });
  clearInterval(watch);
  const began = performance.now();
  while (await queued(town) > 0) await new Promise((done) => setTimeout(done, 100));
  say(`held ${held.toFixed(2)} life cycles/s for ${hold} s; queue ${show(lengths)} papers, `
    + `empty ${((performance.now() - began) / 1000).toFixed(1)} s after the last`);
} finally {
  await town.close();
}
