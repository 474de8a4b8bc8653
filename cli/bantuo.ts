/** `bantuo <command>`: human text by default, `--json` for machines; errors say what to do next. */
import { Command } from 'commander';

const program = new Command('bantuo')
  .description('办妥：区级一站式政务服务平台 · Bantuo, a one-stop government service platform')
  .showHelpAfterError('用 bantuo help 看全部命令。');

program.command('start').description('启动：数据库、网页、后台任务')
  .action(async () => (await import('./start.ts')).start());
program.command('test').description('全部检查和测试').argument('[files...]')
  .action(async (files: string[]) => (await import('./test.ts')).test(files));

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['BANTUO_LOG'] === 'debug') console.error(error);
  process.exit(1);
}
