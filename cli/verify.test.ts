/** `bantuo verify` against a running server and against the database itself. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '#base';
import { makeFiles } from '../server/licences/make-file.ts';
import { sample } from '../server/licences/samples.ts';
import { findLicence, type Licence } from '../server/licences/store.ts';
import { testServer, type TestServer } from '../tests/server.ts';

let server: TestServer;
let licence: Licence;
let file: string;

type Run = { code: number | null; out: string; error: string };

/** Runs the command in a process of its own, as the package's script does. */
function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const script = `import { verify } from ${JSON.stringify(path.join(root, 'cli/verify.ts'))};
    const [what, ...rest] = process.argv.slice(1);
    const at = rest.indexOf('--url');
    const options = { json: rest.includes('--json'), ...(at < 0 ? {} : { url: rest[at + 1] }) };
    process.exitCode = await verify(what, options)
      .catch((error) => { process.stderr.write(error.message); return 2; });`;
  const clean = { ...process.env };
  for (const name of ['DATABASE_URL', 'BANTUO_URL', 'PORT']) delete clean[name];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args],
      { cwd: root, env: { ...clean, ...env } });
    const got = { out: '', error: '' };
    child.stdout.on('data', (chunk) => { got.out += String(chunk); });
    child.stderr.on('data', (chunk) => { got.error += String(chunk); });
    child.on('close', (code) => resolve({ code, ...got }));
  });
}

beforeAll(async () => {
  server = await testServer();
  licence = await sample(server, { subject: 'p1', name: '张样玲', kind: 'person' },
    { issuedOn: '2026-01-10', until: null });
  await makeFiles(server.world, [licence.id]);
  const made = await findLicence(server.world.db, licence.id);
  const stored = await server.world.files.read(server.world.db, made?.file ?? '');
  file = path.join(server.world.settings.folder, '证照.pdf');
  fs.writeFileSync(file, stored?.bytes ?? '');
}, 60_000);
afterAll(() => server.close());

test('a code and a file, by the running server', async () => {
  const [byCode, byFile] = await Promise.all([
    run([licence.code, '--url', server.url]), run([file, '--json', '--url', server.url]),
  ]);
  expect(byCode).toMatchObject({ code: 0, error: '' });
  expect(byCode.out).toContain('有效');
  expect(byCode.out).toContain(licence.number);
  expect(byCode.out).not.toContain('张样玲');
  expect(byFile.code).toBe(0);
  expect(JSON.parse(byFile.out)).toMatchObject({ good: true, intact: true, state: 'valid' });
}, 90_000);

test('by the database itself, with the operator\'s secrets', async () => {
  const { folder } = server.world.settings;
  const pem = fs.readFileSync(path.join(folder, 'secrets/signer.pem'), 'utf8');
  const [key = '', cert = ''] = pem.split(/(?=-----BEGIN CERTIFICATE)/);
  const env = {
    DATABASE_URL: server.databaseUrl, BANTUO_SIGNING_KEY: key, BANTUO_SIGNING_CERT: cert,
  };
  const [byFile, byCode] = await Promise.all(
    [file, `http://localhost/verify/${licence.code}`].map((what) => run([what], env)));
  expect(byFile?.out).toContain('没有被改动');
  expect(byCode?.code).toBe(0);
}, 90_000);

test('an altered file is not good, and says what the true one is worth', async () => {
  const altered = path.join(server.world.settings.folder, 'altered.pdf');
  fs.writeFileSync(altered, Buffer.concat([fs.readFileSync(file), Buffer.from('%')]));
  const { code, out } = await run([altered, '--url', server.url]);
  expect(code).toBe(1);
  expect(out).toContain('被改动过，不能采信');
  expect(out).toContain('今天（2026-11-23）：有效');
});

test('no such file, no such code, no server: each says what to do', async () => {
  const [file, code, away] = await Promise.all([
    run(['/no/such.pdf']), run(['ABC', '--url', server.url]),
    run([licence.code, '--url', 'http://127.0.0.1:9']),
  ]);
  expect(file).toMatchObject({ code: 2, error: expect.stringContaining('没有文件') });
  expect(code).toMatchObject({ code: 1, out: expect.stringContaining('不是本平台的查验码') });
  expect(away).toMatchObject({ code: 2, error: expect.stringContaining('连不上') });
}, 90_000);
