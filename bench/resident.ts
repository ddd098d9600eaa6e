import { readFileSync } from 'node:fs';

/** Resident memory of a process in bytes. Source: proc(5), statm counts pages of 4 KiB. */
export const residentBytes = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
