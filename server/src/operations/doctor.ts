import { X509Certificate } from 'node:crypto';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { endProcess } from '../embedded-mongo/start.js';
import { connectDatabase } from '../platform/database.js';
import { openMail } from '../platform/mail.js';
import { schemaVersionOf, SCHEMA_VERSION } from '../platform/migrations.js';
import { readTls, tlsFilesOf } from '../platform/tls.js';
import { openInPlace } from './database.js';
import { founderOf } from './collections.js';
import type { Arguments } from './arguments.js';
import { configFor } from './settings.js';
import { forPrograms, run } from './terminal.js';

interface Finding {
  what: string;
  state: 'ok' | 'warning' | 'fault';
  says: string;
  /** What to do about it. */
  cure?: string;
}

const ok = (what: string, says: string): Finding => ({ what, state: 'ok', says });
const fault = (what: string, says: string, cure: string): Finding => ({ what, state: 'fault', says, cure });
const warning = (what: string, says: string, cure: string): Finding => ({
  what,
  state: 'warning',
  says,
  cure,
});

const LEAST_FREE_BYTES = 1e9;
const CLOCK_OFF_MS = 5000;
const CERT_DAYS = 14;
const DAY_MS = 86_400_000;

function settings(given: Arguments): [Finding, Config | undefined] {
  try {
    return [ok('settings', 'can be read'), configFor(given)];
  } catch (error) {
    return [
      fault('settings', (error as Error).message, 'Correct the variable; docs/configuration.md lists all.'),
      undefined,
    ];
  }
}

async function database(config: Config): Promise<Finding[]> {
  const where = config.MONGODB_URI === undefined ? `built in, ${config.dataFolder}` : 'MongoDB';
  try {
    const opened = await openInPlace(config);
    try {
      const began = Date.now();
      await opened.connection.db?.command({ ping: 1 });
      const founder = await founderOf(opened.connection);
      const version = await schemaVersionOf(opened.connection);
      const found = [
        ok(
          'database',
          `${where}; answered in ${Date.now() - began} ms; ${founder === undefined ? 'nobody has registered yet' : 'has a workspace'}`,
        ),
      ];
      if (version > SCHEMA_VERSION)
        found.push(
          fault(
            'data',
            `was written by a newer Parley (form ${version}, known ${SCHEMA_VERSION})`,
            'Start the newer program.',
          ),
        );
      if (config.MONGODB_URI !== undefined) found.push(...(await clock(config.MONGODB_URI)));
      return found;
    } finally {
      await opened.close();
    }
  } catch (error) {
    const message = (error as Error).message;
    if (/There is no database/.test(message)) return [ok('database', `${where}; made at the first start`)];
    return [
      fault(
        'database',
        `${where}: ${message}`,
        config.MONGODB_URI === undefined
          ? 'Restore a backup: npm run restore.'
          : 'Is it running, and does MONGODB_URI name it?',
      ),
    ];
  }
}

/** Expiry and order of sessions need clocks that agree. */
async function clock(uri: string): Promise<Finding[]> {
  const connection = await connectDatabase(uri);
  try {
    const hello = (await connection.db?.command({ hello: 1 })) as { localTime?: Date } | undefined;
    const off = Math.abs((hello?.localTime?.getTime() ?? Date.now()) - Date.now());
    return [
      off > CLOCK_OFF_MS
        ? warning(
            'clock',
            `differs from the database's by ${Math.round(off / 1000)} s`,
            'Let both follow a time server (chrony, systemd-timesyncd).',
          )
        : ok('clock', 'agrees with the database’s'),
    ];
  } finally {
    await connection.close();
  }
}

async function disk(config: Config): Promise<Finding> {
  try {
    await mkdir(config.dataFolder, { recursive: true });
    const probe = join(config.dataFolder, '.doctor');
    await writeFile(probe, 'x');
    await rm(probe);
    const { bavail, bsize } = await statfs(config.dataFolder);
    const free = bavail * bsize;
    const says = `${config.dataFolder} can be written, ${(free / 1e9).toFixed(1)} GB free`;
    return free < LEAST_FREE_BYTES
      ? warning('disk', says, 'Make room: a full disk refuses every message.')
      : ok('disk', says);
  } catch (error) {
    return fault(
      'disk',
      `${config.dataFolder}: ${(error as Error).message}`,
      'Give the user Parley runs as the right to write there.',
    );
  }
}

function tls(config: Config): Finding {
  try {
    const files = tlsFilesOf(config);
    if (!files) {
      const https = config.PUBLIC_URL?.startsWith('https:') === true;
      return https
        ? ok('TLS', 'a proxy in front does it')
        : warning(
            'TLS',
            'none: passwords travel in the clear, and browsers allow no push',
            'Set TLS_CERT and TLS_KEY, or put a proxy with HTTPS in front; see docs/deploy.md.',
          );
    }
    const { cert } = readTls(files);
    const { validTo, subjectAltName = '' } = new X509Certificate(cert);
    const days = Math.floor((Date.parse(validTo) - Date.now()) / DAY_MS);
    const says = `${subjectAltName}, ${days} days left`;
    if (days < 0)
      return fault(
        'TLS',
        `the certificate ended on ${validTo}`,
        'Renew it; a running server takes it up by itself.',
      );
    return days < CERT_DAYS
      ? warning('TLS', says, 'Renew it soon; a running server takes it up by itself.')
      : ok('TLS', says);
  } catch (error) {
    return fault(
      'TLS',
      (error as Error).message,
      'Name two PEM files that the user Parley runs as may read.',
    );
  }
}

function proxies(config: Config): Finding {
  const https = config.PUBLIC_URL?.startsWith('https:') === true;
  return https && config.TRUSTED_PROXIES === 0 && config.TLS_CERT === undefined
    ? warning(
        'proxy',
        'PUBLIC_URL is https, but no proxy is trusted: cookies are not marked secure, and limits count the proxy',
        'Set TRUSTED_PROXIES to the number of proxies in front, mostly 1.',
      )
    : ok('proxy', `${config.TRUSTED_PROXIES} trusted`);
}

async function push(config: Config): Promise<Finding> {
  if (config.PUBLIC_URL === undefined)
    return warning(
      'push',
      'PUBLIC_URL is not set: push services are not told whom to write to',
      'Set PUBLIC_URL to the address people use.',
    );
  try {
    // Any answer will do: it is reached.
    await fetch('https://updates.push.services.mozilla.com/', {
      method: 'HEAD',
      signal: AbortSignal.timeout(5000),
    });
    return ok('push', 'push services can be reached');
  } catch {
    return warning(
      'push',
      'push services cannot be reached',
      'Let the server open connections to the internet on port 443, or do without pushes.',
    );
  }
}

async function mail(config: Config): Promise<Finding> {
  const door = openMail(config);
  if (!door) return ok('mail', 'SMTP_URL is not set: invitations go by link only');
  try {
    await door.verify();
    return ok('mail', 'the mail server lets us in');
  } catch (error) {
    return fault(
      'mail',
      `the mail server does not: ${(error as Error).message}`,
      'Correct SMTP_URL (smtp://user:password@host:587, or smtps:// for port 465), and open that port to the server.',
    );
  }
}

const signs = { ok: '✓', warning: '!', fault: '✗' } as const;

/** `npm run doctor`: looks at everything a server needs, and names the cure for what is wrong. Status 1 when it must be mended. */
await run('doctor', async (given) => {
  const [first, config] = settings(given);
  const findings = [first];
  if (config)
    findings.push(
      ...(await database(config)),
      await disk(config),
      tls(config),
      proxies(config),
      await push(config),
      await mail(config),
    );
  if (forPrograms) process.stdout.write(`${JSON.stringify({ findings })}\n`);
  else
    for (const { what, state, says, cure } of findings)
      process.stdout.write(
        `${signs[state]} ${what.padEnd(9)} ${says}\n${cure === undefined ? '' : `            → ${cure}\n`}`,
      );
  if (findings.some(({ state }) => state === 'fault')) await endProcess(1);
});
