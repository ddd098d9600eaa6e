import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';

/** Whether a process with this id runs, also one of another user. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const DAY_MS = 86_400_000;

/** Whether no process receives into this folder any more. For another machine that shares the disk only the time shows that. */
function isLeftOver(path: string, host: string): boolean {
  const [owner = '', pid = ''] = basename(path).split('@').reverse();
  if (owner === host) return Number(pid) === process.pid || !runs(Number(pid));
  return statSync(path).mtimeMs < Date.now() - DAY_MS;
}

/**
 * Opens a folder for this process alone; removes those of processes that have crashed.
 * @param parent created if needed
 */
export function openProcessFolder(parent: string): string {
  const host = hostname();
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (isLeftOver(path, host)) rmSync(path, { recursive: true, force: true });
  }
  const folder = join(parent, `${process.pid}@${host}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
