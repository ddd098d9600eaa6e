import { Counter } from 'prom-client';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { plainLine } from '../../platform/plainLine.js';
import type { AuditDoc } from './audit.model.js';
import { openSyslog, syslogLine, type Syslog } from './audit.syslog.js';
import { viewEntry } from './audit.view.js';

/** An entry as one line, whatever names people have chosen. */
export const lineOf = (entry: AuditDoc): string => plainLine(JSON.stringify({ audit: viewEntry(entry) }));

/** A receiver that is away fails with each line: one entry of the log in this time, in ms. */
const LOGGED_EVERY_MS = 60_000;

const syslogOf = perServer(({ config, log, metrics }): { receiver?: Syslog } => {
  if (config.AUDIT_SYSLOG === undefined) return {};
  const dropped = new Counter({
    name: 'parley_audit_syslog_dropped_total',
    help: 'Entries of the audit log that were not sent to syslog.',
    registers: [metrics.registry],
  });
  let loggedAt = 0;
  const failed = (error: Error): void => {
    if (Date.now() - loggedAt < LOGGED_EVERY_MS) return;
    loggedAt = Date.now();
    log.warn({ err: error }, 'the syslog receiver of AUDIT_SYSLOG cannot be reached');
  };
  return { receiver: openSyslog(config.AUDIT_SYSLOG, { dropped: () => dropped.inc(), failed }) };
});

/** Writes a stored entry to what the settings name. Waits for nothing. */
export function sendOut(server: Server, entry: AuditDoc): void {
  const { receiver } = syslogOf(server);
  if (!receiver && !server.config.AUDIT_STDOUT) return;
  const line = lineOf(entry);
  if (server.config.AUDIT_STDOUT) process.stdout.write(`${line}\n`);
  receiver?.send(syslogLine(entry.at, line));
}

/** Sends what waits, and closes. */
export const closeOutput = async (server: Server): Promise<void> => await syslogOf(server).receiver?.close();
