import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

interface Stat {
  parent: number;
  seconds: number;
}

/** Source: proc(5). The name of a program may contain spaces and brackets: what follows its last bracket is counted. */
function statOf(pid: number): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/** Processor time of a process and all processes it has started that still run, in seconds. Linux alone. */
export function processorSeconds(root: number): number {
  const pids = execFileSync('ps', ['-e', '-o', 'pid='], { encoding: 'utf8' }).split('\n').map(Number);
  const stats = new Map<number, Stat>();
  for (const pid of pids) {
    const stat = pid > 0 ? statOf(pid) : undefined;
    if (stat) stats.set(pid, stat);
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = stats.get(at)?.parent)
      if (at === root) return true;
    return false;
  };
  return [...stats].reduce((sum, [pid, { seconds }]) => sum + (isBelow(pid) ? seconds : 0), 0);
}
