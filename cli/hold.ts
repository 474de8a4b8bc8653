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

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Puts the file there, whole at once, unless it is there: false. */
function claim(own: string, file: string): boolean {
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away what a dead process left; a lock that somebody took meanwhile is put back. */
function takeAway(file: string, left: string, aside: string): void {
  try {
    fs.renameSync(file, aside);
  } catch {
    return;
  }
  if (read(aside) !== left) claim(aside, file);
  fs.rmSync(aside, { force: true });
}

/** Takes the folder; gives the function that lets go. Throws when another process holds it. */
export async function holdFolder(folder: string): Promise<() => void> {
  const file = path.join(folder, 'held-by');
  const own = `${file}.${process.pid}`;
  const mine = `${process.pid} ${startOf(process.pid) ?? ''}`;
  fs.writeFileSync(own, mine);
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (claim(own, file)) {
        return () => {
          if (read(file) === mine) fs.rmSync(file, { force: true });
        };
      }
      const held = read(file);
      if (held === undefined) continue;
      const [pid = '', started] = held.split(' ');
      if (startOf(Number(pid)) !== undefined && startOf(Number(pid)) === started) {
        throw new Error(`数据文件夹 ${folder} 正由另一个办妥使用（进程 ${pid}）。`
          + '请先停止它，或用 BANTUO_VAR 指定另一个文件夹。');
      }
      takeAway(file, held, `${own}.left`);
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
  throw new Error(`拿不到数据文件夹 ${folder} 的锁，请稍后再试。`);
}
