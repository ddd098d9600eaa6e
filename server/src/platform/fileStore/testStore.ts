import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { Types } from 'mongoose';
import { isDiskFull } from '../fullDisk.js';
import type { FileStore } from './fileStore.js';

/** A store that takes longer is of no use, in ms. */
const PATIENCE_MS = 20_000;
/** UTF-16 units of an unknown error that are shown. */
const LONGEST_REASON = 200;

/** What stores and the network call their errors, by what can be done about them. */
const known = {
  'storage.credentials': [
    'InvalidAccessKeyId',
    'SignatureDoesNotMatch',
    'CredentialsProviderError',
    'InvalidToken',
    'ExpiredToken',
  ],
  'storage.denied': ['AccessDenied', 'EACCES', 'EPERM', 'EROFS'],
  'storage.noBucket': ['NoSuchBucket', 'PermanentRedirect'],
  'storage.unreachable': [
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    'TimeoutError',
  ],
  'storage.full': ['ENOSPC', 'EDQUOT', 'QuotaExceeded', 'XMinioStorageFull'],
} as const;

/** Why a store failed, as an admin can act on it. */
function refused(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDiskFull(error)) return refusal('storage.full');
  const { name, code } = error as { name?: unknown; code?: unknown };
  for (const key of Object.keys(known) as (keyof typeof known)[])
    if ((known[key] as readonly unknown[]).some((one) => one === name || one === code)) return refusal(key);
  const reason = String(error).replace(/\s+/g, ' ').slice(0, LONGEST_REASON);
  return refusal('storage.failed', { reason });
}

const isMissing = (error: unknown): boolean => error instanceof AppError && error.code === 'not_found';

async function writeReadRemove(store: FileStore, key: string, path: string): Promise<void> {
  const words = `A test of Parley, ${randomUUID()}\n`;
  await writeFile(path, words, { mode: 0o600 });
  await store.put(key, path, 'text/plain');
  if ((await text(await store.read(key))) !== words) throw refusal('storage.differs');
  await store.remove(key);
  try {
    (await store.read(key)).destroy();
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  throw refusal('storage.stays');
}

/** Writes a small file to a store, reads it, and removes it. @throws unavailable with what is wrong, in words */
export async function testStore(store: FileStore): Promise<void> {
  const key = `${new Types.ObjectId().toHexString()}-test`;
  const path = join(tmpdir(), `parley-${key}`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(refusal('storage.unreachable')), PATIENCE_MS);
  });
  try {
    await Promise.race([writeReadRemove(store, key, path), late]);
  } catch (error) {
    // Whatever it has written must not stay; that it fails again says nothing new.
    void store.remove(key).catch(() => undefined);
    throw refused(error);
  } finally {
    clearTimeout(timer);
    await rm(path, { force: true });
  }
}
