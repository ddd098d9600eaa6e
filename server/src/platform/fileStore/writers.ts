import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { processExists } from '../runningServers.js';

/** Nothing is copied for a day: what is older was left by a process of a host that is gone. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** When this process started. What is older than that under its own id is another's, as in a restarted container. */
const startedAt = Date.now() - process.uptime() * 1000;

const host = hostname().replace(/[^\w.-]/g, '');

/** A name for one copy that is being written, which says by which process. */
export const nameWriting = (): string => `${host}~${process.pid}~${randomUUID()}`;

/**
 * Whether the process that wrote it was killed: nobody will complete it any more.
 *
 * @param name of nameWriting
 * @param begunAt when it was begun, in ms since 1970
 */
export function isAbandoned(name: string, begunAt: number): boolean {
  if (Date.now() - begunAt > ABANDONED_MS) return true;
  const [, writer, pid] = /^(.*)~(\d+)~[\w-]+$/.exec(name) ?? [];
  if (writer !== host) return false;
  return Number(pid) === process.pid ? begunAt < startedAt : !processExists(Number(pid));
}
