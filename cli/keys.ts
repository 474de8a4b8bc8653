/** `bantuo keys rotate`, `bantuo keys encrypt`: other keys, without losing what the old ones made. */
import { Files, keepRotated, readSecrets, readSettings, rotated, type Turned } from '#base';
import { holdFolder } from './hold.ts';
import { withDb } from './with-db.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const names: Record<Turned, string> = { file: '文件加密', checkpoint: '检查点签名', hmac: '日志链和查找摘要' };

/** By the clock that the demonstration may have moved: no act of before is dated after the change. */
const changedAt = (): Date => new Date(Date.now() + Number(process.env['BANTUO_CLOCK_DAYS'] ?? 0) * 86_400_000);

/**
 * Makes a new key. With the own database it is kept in the folder of secrets (Bantuo must be stopped, no
 * process may go on with the old one); otherwise the values for the environment are printed.
 */
export async function rotateKey(what: string): Promise<void> {
  if (what !== 'file' && what !== 'checkpoint' && what !== 'hmac') {
    throw new Error(`没有叫“${what}”的密钥：可以换 file（文件加密）、checkpoint（检查点签名）或 hmac（日志链和查找摘要）。`);
  }
  const settings = readSettings();
  if (settings.databaseUrl !== undefined) {
    for (const [name, value] of Object.entries(rotated(settings, what, changedAt()))) {
      say(`${name}=${JSON.stringify(value.replaceAll('\n', '\\n'))}`);
    }
    say(what === 'hmac'
      ? '# 请停下全部进程，把这些放进每个进程的环境，运行 npx bantuo migrate 重做查找摘要，再启动。旧密钥不要丢。'
      : '# 请先把这些放进每个进程的环境再一起重启，旧密钥不要丢。');
    return;
  }
  const release = await holdFolder(settings.folder);
  try {
    keepRotated(settings, rotated(settings, what, changedAt()));
  } finally {
    release();
  }
  say(`换好了${names[what]}的密钥，旧的还留着，读以前的要用。`
    + (what === 'file' ? '启动后运行 npx bantuo keys encrypt，把以前的文件换成新密钥。' : '')
    + (what === 'hmac' ? '下次启动时会先重做查找摘要，再开始服务。' : ''));
}

/** Encrypts older files with today's key; may run while everything runs. Gives the exit code. */
export async function encryptAnew(): Promise<number> {
  const settings = readSettings();
  const files = new Files({ folder: settings.folder, secrets: readSecrets(settings), writer: 'cli' });
  const { done, failed } = await withDb((db) => files.encryptAnew(db));
  say(failed.length === 0 ? `${done} 个文件换成了新密钥。旧的文件密钥（BANTUO_FILE_KEYS_OLD）现在可以删掉，备份里的还要用它。`
    : `${done} 个文件换好了，${failed.length} 个打不开（如 ${failed.slice(0, 3).join('、')}）：缺了它们的旧密钥，或文件坏了。`);
  return failed.length === 0 ? 0 : 1;
}
