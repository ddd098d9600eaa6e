import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import mongoose from 'mongoose';
import webpush from 'web-push';
import { z } from 'zod';
import type { Config } from '../../config.js';
import { kindOfStore, openStoreOf } from '../../platform/fileStore/openFileStore.js';
import { openMail } from '../../platform/mail.js';
import { fault, ok, warning, type Finding } from './finding.js';

const SUBMISSION_TLS_PORT = 465;
const REACH_MS = 5000;
const CLOCK_OFF_MS = 60_000;

/** The connection to the mail server by the settings: TLS from the first byte, or STARTTLS. */
function wayOf(url: URL): { says: string; cure: string } {
  const implicit = url.protocol === 'smtps:';
  const port = url.port === '' ? (implicit ? SUBMISSION_TLS_PORT : 587) : Number(url.port);
  const crossed = implicit !== (port === SUBMISSION_TLS_PORT) && [25, 465, 587].includes(port);
  return {
    says: `${url.hostname}:${port}, ${implicit ? 'TLS from the start' : 'STARTTLS where it offers that'}`,
    cure: crossed
      ? `Port ${port} mostly wants ${implicit ? 'smtp:// (STARTTLS)' : 'smtps:// (TLS from the start)'}.`
      : 'Correct SMTP_URL (smtp://user:password@host:587 for STARTTLS, smtps://…:465 for TLS from the start), and open that port to the server.',
  };
}

/** @param to recipient of a test mail */
export async function mail(config: Config, to: string | undefined): Promise<Finding> {
  const door = openMail(config);
  if (!door || config.SMTP_URL === undefined)
    return to === undefined
      ? ok('mail', 'SMTP_URL is not set: invitations go by link only')
      : fault(
          'mail',
          'SMTP_URL is not set: no letter can be sent',
          'Set SMTP_URL, MAIL_FROM and PUBLIC_URL.',
        );
  if (!URL.canParse(config.SMTP_URL))
    return fault('mail', 'SMTP_URL is no address', 'Write signs like @ and / of a password as %40 and %2F.');
  const { says, cure } = wayOf(new URL(config.SMTP_URL));
  try {
    await door.verify();
    if (to === undefined) return ok('mail', `${says}: lets us in`);
    await door.send({
      to,
      subject: 'A letter from Parley',
      text: 'npm run doctor sent this to see whether it arrives.',
    });
    return ok('mail', `${says}: lets us in, and took a letter to ${to}`);
  } catch (error) {
    return fault('mail', `${says}: ${(error as Error).message}`, cure);
  }
}

/** Writes a few bytes to S3, reads them and removes them. For the other stores, disk and database are checked already. */
export async function store(config: Config): Promise<Finding[]> {
  if (kindOfStore(config) !== 's3') return [];
  const where = `${config.S3_ENDPOINT ?? 'Amazon'}, bucket ${config.S3_BUCKET ?? '–'}`;
  const folder = await mkdtemp(join(config.dataFolder, '.doctor-'));
  const key = `${randomBytes(12).toString('hex')}-doctor`;
  let step = 'opened';
  try {
    const files = await openStoreOf('s3', config, mongoose.connection);
    await writeFile(join(folder, 'probe'), key);
    step = 'written';
    await files.put(key, join(folder, 'probe'), 'text/plain');
    step = 'read';
    const read = await text(await files.read(key));
    step = 'removed';
    await files.remove(key);
    return [
      read === key
        ? ok('S3', `${where}: written, read and removed`)
        : fault(
            'S3',
            `${where}: other bytes came back`,
            'Is something between us and the store that changes what it carries?',
          ),
    ];
  } catch (error) {
    return [
      fault(
        'S3',
        `${where}: could not be ${step}: ${(error as Error).message}`,
        'Look at S3_BUCKET, S3_REGION and S3_ENDPOINT, and let the key put, get and delete objects below parley/.',
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const keyPair = z.object({ publicKey: z.string().max(200), privateKey: z.string().max(200) });

/** The keys that identify this server to push services. Only read: with new ones every browser would have to subscribe again. */
async function pushKeys(config: Config): Promise<Finding> {
  const path = join(config.dataFolder, 'secrets', 'push-keys.json');
  if (!existsSync(path)) return ok('push keys', 'made at the first start');
  try {
    const { publicKey, privateKey } = keyPair.parse(JSON.parse(await readFile(path, 'utf8')));
    // Throws when they are not a valid pair of keys.
    webpush.setVapidDetails(
      config.PUBLIC_URL?.startsWith('https:') ? config.PUBLIC_URL : 'mailto:doctor@example.org',
      publicKey,
      privateKey,
    );
    return ok('push keys', 'can be read');
  } catch (error) {
    return fault(
      'push keys',
      `${path}: ${(error as Error).message}`,
      'Put the file of a backup in its place. Without one keep a copy of it and move it away: new keys are made, and people allow notifications again.',
    );
  }
}

async function reach(): Promise<Finding[]> {
  try {
    // Any response will do: the service can be reached.
    const { headers } = await fetch('https://updates.push.services.mozilla.com/', {
      method: 'HEAD',
      signal: AbortSignal.timeout(REACH_MS),
    });
    const off = Math.abs(Date.parse(headers.get('date') ?? '') - Date.now());
    return [
      ok('push', 'push services can be reached'),
      ...(off > CLOCK_OFF_MS
        ? [
            warning(
              'clock',
              `differs from the internet’s by ${Math.round(off / 1000)} s`,
              'Let it follow a time server: push services refuse what is signed in another hour.',
            ),
          ]
        : []),
    ];
  } catch {
    return [
      warning(
        'push',
        'push services cannot be reached',
        'Let the server open connections to the internet on port 443, or do without pushes.',
      ),
    ];
  }
}

export async function push(config: Config): Promise<Finding[]> {
  const keys = await pushKeys(config);
  if (config.PUBLIC_URL === undefined)
    return [
      keys,
      warning(
        'push',
        'PUBLIC_URL is not set: push services are not told whom to write to',
        'Set PUBLIC_URL to the address people use.',
      ),
    ];
  return [keys, ...(await reach())];
}
