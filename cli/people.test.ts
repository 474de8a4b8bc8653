import { Command } from 'commander';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demoPeople } from '#identity';
import { testWorld, type TestWorld } from '../tests/world.ts';
import { peopleCommands } from './people.ts';

let own: TestWorld;
beforeAll(async () => {
  own = await testWorld();
});
afterAll(() => own.close());

/** Runs a command line and gives what it printed. */
async function bantuo(...args: string[]): Promise<string> {
  const program = new Command('bantuo')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  peopleCommands(program, (work) => work(own.world.db));
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } finally {
    write.mockRestore();
  }
  return printed;
}

const { name, idNumber } = demoPeople.neighbour;

test('admin secrets prints five values that can stand in an environment', async () => {
  const lines = (await bantuo('admin', 'secrets')).trim().split('\n');
  expect(lines.map((line) => line.split('=')[0])).toEqual([
    'BANTUO_FILE_KEY',
    'BANTUO_HMAC_KEY',
    'BANTUO_CHECKPOINT_KEY',
    'BANTUO_SIGNING_KEY',
    'BANTUO_SIGNING_CERT',
  ]);
  expect(lines[2]).toContain('\\n-----END PRIVATE KEY-----');
});

test('admin create, list, disable, enable, reset', async () => {
  const made = await bantuo(
    'admin',
    'create',
    '--login',
    'first.admin',
    '--name',
    name,
    '--id-number',
    idNumber,
  );
  expect(made).toContain('system-administrator');
  expect(made).toMatch(/密码：(\w{4}-){3}\w{4}\n只显示这一次/);
  const listed = async () =>
    (
      JSON.parse(await bantuo('staff', 'list', '--json')) as { login: string; disabled: boolean }[]
    ).find(({ login }) => login === 'first.admin');
  expect(await listed()).toMatchObject({ disabled: false, roles: ['system-administrator'] });
  expect(await bantuo('staff', 'disable', 'first.admin')).toContain('已停用');
  expect(await listed()).toMatchObject({ disabled: true });
  expect(await bantuo('staff', 'enable', 'first.admin')).toContain('已启用');
  expect(await bantuo('staff', 'reset', 'first.admin')).toMatch(/密码：/);
  expect(await bantuo('staff', 'list')).toContain('first.admin');
});

test('the three administrators are three persons, and nothing else', async () => {
  const create = (kind: string, login: string, person: { name: string; idNumber: string }) =>
    bantuo('admin', 'create', '--kind', kind, '--login', login, '--name', person.name,
      '--id-number', person.idNumber);
  expect(await create('security', 'second.admin', demoPeople.disabled)).toContain('security-administrator');
  await expect(create('audit', 'third.admin', demoPeople.disabled)).rejects.toThrow('同一个人');
  await expect(bantuo('staff', 'add', 'both.roles', '--name', demoPeople.agent.name, '--id-number',
    demoPeople.agent.idNumber, '--unit', 'data-bureau', '--role', 'audit-administrator', 'clerk'))
    .rejects.toThrow('不能兼任');
});

test('mistakes are told in words', async () => {
  const add = (...more: string[]) =>
    bantuo('staff', 'add', 'new.one', '--name', name, '--id-number', idNumber, ...more);
  await expect(add('--unit', 'nowhere', '--role', 'clerk')).rejects.toThrow('没有机构 nowhere');
  await expect(add('--unit', 'data-bureau', '--role', 'king')).rejects.toThrow('角色只能是');
  await expect(bantuo('staff', 'disable', 'no.one')).rejects.toThrow('no.one');
});
