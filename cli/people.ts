/** `bantuo admin …`, `bantuo staff …`, `bantuo demo`: who may sign in. */
import fs from 'node:fs';
import { Option, type Command } from 'commander';
import { newSecrets, readSettings, shanghaiDate, type Db } from '#base';
import {
  addStaff,
  allStaff,
  demoText,
  disableStaff,
  makeDemo,
  makePassword,
  outboxFile,
  resetStaff,
  staffRoles,
} from '#identity';
import { newSigningSecrets } from '#licences';

/** Gives work a migrated database (a running one, or one started for the moment) and closes it. */
export type WithDb = <T>(work: (db: Db) => Promise<T>) => Promise<T>;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const by = 'cli';

type Given = {
  name: string;
  idNumber: string;
  unit: string;
  role: string[];
  passwordStdin?: boolean;
  json?: boolean;
};

/** A password from standard input (others can list arguments), or a new one. */
async function passwordFor(given: { passwordStdin?: boolean }): Promise<string> {
  if (!given.passwordStdin) return makePassword();
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.replace(/\r?\n$/, '');
}

async function add(withDb: WithDb, login: string, given: Given): Promise<void> {
  const password = await passwordFor(given);
  const account = await withDb((db) =>
    addStaff(
      db,
      {
        login,
        name: given.name,
        idNumber: given.idNumber,
        unit: given.unit,
        roles: given.role,
        password,
        by,
      },
      shanghaiDate(new Date()),
    ),
  );
  if (given.json) return say(JSON.stringify({ account, login, ...shown(given, password) }));
  say(`已添加 ${given.name}（${login}），单位 ${given.unit}，角色 ${given.role.join('、')}。`);
  tellPassword(given, password);
}

function shown(given: { passwordStdin?: boolean }, password: string): { password?: string } {
  return given.passwordStdin ? {} : { password };
}

function tellPassword(given: { passwordStdin?: boolean }, password: string): void {
  if (!given.passwordStdin) say(`密码：${password}\n只显示这一次，请当面或用安全的方式交给本人。`);
}

function adminCommands(program: Command, withDb: WithDb): void {
  const admin = program.command('admin').description('三类管理员和密钥');
  admin
    .command('create')
    .description('建立一个管理员账号：系统、安全、审计管理员必须是三个人')
    .addOption(
      new Option('--kind <kind>', 'system 系统、security 安全、audit 审计')
        .choices(['system', 'security', 'audit'])
        .default('system'),
    )
    .requiredOption('--login <name>', '登录名')
    .requiredOption('--name <name>', '姓名')
    .requiredOption('--id-number <number>', '身份证号')
    .option('--unit <id>', '所在机构', 'putuo-district')
    .option('--password-stdin', '从标准输入读密码')
    .option('--json', '给程序看的输出')
    .action((given: Omit<Given, 'role'> & { login: string; kind: string }) =>
      add(withDb, given.login, { ...given, role: [`${given.kind}-administrator`] }),
    );
  admin
    .command('secrets')
    .description('生成一组密钥，供使用 DATABASE_URL 的安装放进环境变量')
    .option('--json', '给程序看的输出')
    .action(({ json }: { json?: boolean }) => {
      const secrets = { ...newSecrets(), ...newSigningSecrets() };
      if (json) return say(JSON.stringify(secrets));
      // A line end inside a value would break most ways of keeping environment variables.
      for (const [key, value] of Object.entries(secrets)) {
        say(`${key}=${value.trim().replaceAll('\n', '\\n')}`);
      }
    });
}

function staffCommands(program: Command, withDb: WithDb): void {
  const staff = program.command('staff').description('工作人员账号');
  staff
    .command('add <login>')
    .description('添加工作人员')
    .requiredOption('--name <name>', '姓名')
    .requiredOption('--id-number <number>', '身份证号（用来识别回避，不会公开）')
    .requiredOption('--unit <id>', '所在机构，标识见 catalogue/units')
    .requiredOption('--role <roles...>', `角色：${staffRoles.join('、')}`)
    .option('--password-stdin', '从标准输入读密码')
    .option('--json', '给程序看的输出')
    .action((login: string, given: Given) => add(withDb, login, given));
  for (const enable of [false, true]) {
    staff
      .command(enable ? 'enable <login>' : 'disable <login>')
      .description(enable ? '重新启用账号' : '停用账号，立即生效，已登录的也会退出')
      .action(async (login: string) => {
        const { name } = await withDb((db) => disableStaff(db, login, { by, enable }));
        say(`${enable ? '已启用' : '已停用'} ${name}（${login}）。`);
      });
  }
  staff
    .command('reset <login>')
    .description('换一个新密码，已登录的会退出')
    .option('--password-stdin', '从标准输入读密码')
    .action(async (login: string, given: { passwordStdin?: boolean }) => {
      const password = await passwordFor(given);
      const { name } = await withDb((db) => resetStaff(db, login, { by, password }));
      say(`已给 ${name}（${login}）换了密码。`);
      tellPassword(given, password);
    });
  staff
    .command('list')
    .description('列出所有工作人员')
    .option('--json', '给程序看的输出')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await withDb((db) => allStaff(db));
      if (json) return say(JSON.stringify(all));
      for (const { login, name, unitName, unit, roles, disabled } of all) {
        say(
          `${login.padEnd(24)} ${name}　${unitName.zh}（${unit}）　${roles.join('、')}` +
            (disabled ? '　已停用' : ''),
        );
      }
      if (all.length === 0) say('还没有工作人员。用 npx bantuo admin create 建立第一个管理员。');
    });
}

/** The texts that a demonstration wrote instead of sending them, the newest last. */
function textsOf(folder: string): string {
  const file = outboxFile(folder);
  if (!fs.existsSync(file)) return '演示里还没有发过短信。';
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n').slice(-20);
  return lines.map((line) => {
    const { at, phone, text } = JSON.parse(line) as { at: string; phone: string; text: string };
    return `${at}　${phone}　${text}`;
  }).join('\n');
}

/** Adds the commands about people to the program. */
export function peopleCommands(program: Command, withDb: WithDb): void {
  adminCommands(program, withDb);
  staffCommands(program, withDb);
  program
    .command('demo')
    .description('补齐演示账号并列出来；demo texts 看演示里“发出”的短信')
    .argument('[texts]')
    .action(async (what?: string) => {
      if (what === 'texts') return say(textsOf(readSettings().folder));
      if (!readSettings().demo) {
        throw new Error(
          '这里不是演示安装（设置了 DATABASE_URL 或 BANTUO_DEMO=0），没有建立演示账号。',
        );
      }
      await withDb((db) => makeDemo(db));
      say(demoText());
    });
}
