/** `bantuo item …` and `bantuo source …`: what they do and what they say. */
import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { testWorld, type TestWorld } from '../tests/world.ts';
import { itemsCommands } from './items.ts';

let own: TestWorld;
let said: string[];
beforeAll(async () => {
  own = await testWorld();
});
afterAll(() => own.close());
beforeEach(() => {
  said = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  return () => spy.mockRestore();
});

async function run(...words: string[]): Promise<string> {
  const program = new Command('bantuo').exitOverride();
  itemsCommands(program, (work) => work(own.world.db));
  await program.parseAsync(words, { from: 'user' });
  return said.join('');
}

const item = 'leaving-certificate';

test('an emergency item is listed as waiting, published for a time, withdrawn', async () => {
  expect(await run('item', 'list')).toMatch(/leaving-certificate +等待发布.*（应急）.*有新版本等着发布/);
  await expect(run('item', 'publish', item, '--reason', '按通告开放')).rejects.toThrow('应急事项只能依据公布的文件');
  await expect(run('item', 'publish', item, '--reason', '按通告开放', '--at', 'noon')).rejects.toThrow('看不懂时间“noon”');
  said = [];
  const done = await run('item', 'publish', item, '--reason', '按通告开放', '--basis', '样张〔2026〕1 号', '--until', '2099-01-01T00:00');
  expect(done).toMatch(/leaving-certificate 从 .* 起开放，到 2099-01-01 00:00 为止/);
  said = [];
  expect(await run('item', 'withdraw', item, '--reason', '通告解除')).toContain('起停止办理');
  said = [];
  const listed = JSON.parse(await run('item', 'list', '--json')) as { id: string; state: string; why: string }[];
  expect(listed.find(({ id }) => id === item)).toMatchObject({ state: 'withdrawn', why: '通告解除' });
  await expect(run('item', 'withdraw', item, '--reason', '再停一次')).rejects.toThrow('不用再停');
});

test('a source is marked as down and up again', async () => {
  expect(await run('source', 'list')).toMatch(/water-tests +2026-11-10　8 条\n/);
  said = [];
  await run('source', 'down', 'water-tests', '--note', '线路故障');
  expect(await run('source', 'list')).toMatch(/water-tests .*连不上：线路故障/);
  await run('source', 'up', 'water-tests');
  said = [];
  expect(await run('source', 'list')).not.toContain('连不上');
  await expect(run('source', 'down', 'no-such-source')).rejects.toThrow('没有数据源 no-such-source');
});
