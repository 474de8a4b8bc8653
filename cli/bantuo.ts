/** `bantuo <command>`: human text by default, `--json` for machines; errors say what to do next. */
import { Command } from 'commander';

const program = new Command('bantuo')
  .description('办妥：区级一站式政务服务平台 · Bantuo, a one-stop government service platform')
  .showHelpAfterError('用 bantuo help 看全部命令。');

program.command('start').description('启动：数据库、网页、后台任务')
  .action(async () => (await import('./start.ts')).start());
program.command('migrate').description('把 DATABASE_URL 的数据库带到这一版：迁移、事项目录（web 和 worker 之前跑一次）')
  .action(async () => (await import('./roles.ts')).migrateOnly());
program.command('web').description('只起一个网页进程（DATABASE_URL；可以起很多个）')
  .action(async () => (await import('./roles.ts')).role('web'));
program.command('worker').description('只起一个后台进程（DATABASE_URL；可以起很多个）')
  .action(async () => (await import('./roles.ts')).role('worker'));
program.command('test').description('全部检查和测试').argument('[files...]')
  .action(async (files: string[]) => (await import('./test.ts')).test(files));
program.command('check').description('检查事项目录：九个数、每处错误的文件和行号')
  .argument('[DIR]').option('--json', '给机器看的 JSON')
  .action(async (folder: string | undefined, options: { json?: boolean }) => {
    process.exitCode = (await import('./check.ts')).check(folder, options);
  });
program.command('guide').description('一件事按已知情况的办事指南')
  .argument('<ITEM>').argument('[FACTS.json]').option('--json', '给机器看的 JSON')
  .option('--today <DATE>', '按哪一天算').option('--catalogue <DIR>', '事项目录')
  .action(async (item: string, file: string | undefined, options: object) =>
    (await import('./guide.ts')).guide(item, file, options));
program.command('workdays').description('某天之后（N 为负：之前）第 N 个工作日，当天不算')
  .argument('<DATE>').argument('<N>').option('--json', '给机器看的 JSON')
  .action(async (date: string, n: string, options: { json?: boolean }) =>
    (await import('./workdays.ts')).workdays(date, n, options));
program.command('verify').description('查验证照：文件有没有被改动，今天是否有效')
  .argument('<FILE|CODE>').option('--json', '给机器看的 JSON')
  .option('--url <ADDRESS>', '向哪个运行中的办妥查；不写就用 DATABASE_URL，或本机的')
  .action(async (what: string, options: { json?: boolean; url?: string }) => {
    process.exitCode = await (await import('./verify.ts')).verify(what, options);
  });
program.command('archive').description('归档包').command('verify <file>')
  .description('查一个归档包的真实、完整、可用、安全')
  .option('--key <pem>', '只认这把公钥的签名')
  .action(async (file: string, options: { key?: string }) => {
    process.exitCode = await (await import('./archive.ts')).verifyArchive(file, options);
  });

program.command('audit').description('查办件的日志链、检查点、文书和文件是否完好')
  .option('--json', '给机器看的 JSON')
  .action(async (options: { json?: boolean }) => {
    process.exitCode = await (await import('./audit.ts')).audit(options);
  });
program.command('backup').description('备份：数据库、文件、检查点、密钥，不用停')
  .argument('<DIR>', '还没有的文件夹')
  .action(async (to: string) => (await import('./backup.ts')).backup(to));
program.command('restore').description('把备份恢复到空的 BANTUO_VAR，并全部核对')
  .argument('<DIR>', 'bantuo backup 做出来的文件夹')
  .action(async (from: string) => {
    process.exitCode = await (await import('./backup.ts')).restore(from);
  });
const keys = program.command('keys').description('密钥：换新的，旧的仍能读');
keys.command('rotate').description('换一把：file 文件加密，checkpoint 检查点签名，hmac 日志链和查找摘要').argument('<file|checkpoint|hmac>')
  .action(async (what: string) => (await import('./keys.ts')).rotateKey(what));
keys.command('encrypt').description('把旧密钥加密的文件换成新密钥')
  .action(async () => {
    process.exitCode = await (await import('./keys.ts')).encryptAnew();
  });
program.command('export').description('按国家数据交换的表导出事项和办件：只报新的、变了的、没有了的；对方的回执用 --reply 对账')
  .requiredOption('--exchange <DIR>', '写到哪个文件夹').option('--reply <FILE.json>', '对方的回执')
  .option('--again <NUMBER>', '把还没确认的一批重新写一遍').option('--json', '给机器看的 JSON')
  .action(async (options: { exchange: string; reply?: string; again?: string; json?: boolean }) => {
    process.exitCode = await (await import('./exchange.ts')).exportExchange(options);
  });
program.command('tck').description('规则语言的一致性用例：哪些通过，哪些不通过、为什么')
  .argument('<FILE.json>').option('--json', '给机器看的 JSON').option('--page', '手册里的那一页')
  .action(async (file: string, options: { json?: boolean; page?: boolean }) =>
    (await import('./tck.ts')).tck(file, options));
program.command('functions').description('由代码生成规则语言的函数表 docs/functions.md')
  .action(async () => (await import('./functions.ts')).functions());
program.command('agree').description('随机的规则和数据，各后端算得一不一样；不一样就缩到最小')
  .option('--pairs <N>', '每个后端至少多少对', '1000000').option('--seed <N>', '种子；不写就随机取一个并写出来')
  .action(async (options: { pairs: string; seed?: string }) => {
    process.exitCode = await (await import('./agree.ts')).agree(options);
  });
program.command('fuzz').description('随机的文字当规则，看有没有出错、卡住、越界')
  .option('--texts <N>', '多少段', '1000000').option('--seed <N>', '种子；不写就随机取一个并写出来')
  .action(async (options: { texts: string; seed?: string }) => {
    process.exitCode = (await import('./agree.ts')).fuzzRules(options);
  });
program.command('bench').description('测各项速度，和下限或同类并排').argument('[names...]')
  .action(async (names: string[]) => (await import('./bench.ts')).bench(names));

// The commands about people bring the database along: other commands need not wait for it.
if (!program.commands.some((command) => command.name() === process.argv[2])) {
  const [{ peopleCommands }, { itemsCommands }, { withDb }] =
    await Promise.all([import('./people.ts'), import('./items.ts'), import('./with-db.ts')]);
  peopleCommands(program, withDb);
  itemsCommands(program, withDb);
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['BANTUO_LOG'] === 'debug') console.error(error);
  process.exit(1);
}
