/** One Bantuo a data folder: a second start says who holds it. */
import fs from 'node:fs';
import path from 'node:path';

/** When a process was started (clock ticks), so that a pid given again is not taken for the old one. */
function startOf(pid: number): string | undefined {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
  } catch {
    return undefined;
  }
}

/** Takes the folder; gives the function that lets go. Throws when another process holds it. */
export async function holdFolder(folder: string): Promise<() => void> {
  const file = path.join(folder, 'held-by');
  const mine = `${process.pid} ${startOf(process.pid) ?? ''}`;
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      fs.writeFileSync(file, mine, { flag: 'wx' });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid = '', started] = fs.readFileSync(file, 'utf8').split(' ');
    if (startOf(Number(pid)) !== undefined && startOf(Number(pid)) === started) {
      throw new Error(`数据文件夹 ${folder} 正由另一个办妥使用（进程 ${pid}）。`
        + '请先停止它，或用 BANTUO_VAR 指定另一个文件夹。');
    }
    fs.rmSync(file, { force: true });
  }
  throw new Error(`拿不到数据文件夹 ${folder} 的锁，请稍后再试。`);
}
