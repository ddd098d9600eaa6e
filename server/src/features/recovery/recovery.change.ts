import { randomBytes } from 'node:crypto';
import { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import type { ResetLinkView } from '@parley/shared/recovery';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { hashToken } from '../../platform/secrets.js';
import { ResetLinks, type ResetLinkDoc, type ResetLinkKind } from './recovery.model.js';

const HOUR_MS = 3_600_000;
/** A mailbox often has more readers than one thinks, and its mails stay. */
const LIFE_MS: Record<ResetLinkKind, number> = {
  mail: HOUR_MS,
  admin: 24 * HOUR_MS,
  operator: 24 * HOUR_MS,
  // There is nothing in the account yet, and people are on holiday.
  import: 7 * 24 * HOUR_MS,
};

const over = (): AppError => refusal('recovery.over');

/**
 * Creates a link for a new password; it replaces the person's earlier one of the same kind.
 * @returns its token, of which only the hash is stored
 */
export async function storeLink(server: Server, userId: string, kind: ResetLinkKind): Promise<ResetLinkView> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(Date.now() + LIFE_MS[kind]);
  const store = () =>
    ResetLinks(server).updateOne(
      { userId, kind },
      { $set: { hash: hashToken(token), expiresAt } },
      { upsert: true },
    );
  try {
    await store();
  } catch (error) {
    // Two were created at once and both inserted: now there is one to replace.
    if (!duplicateKey(error)) throw error;
    await store();
  }
  return { token, expiresAt: expiresAt.toISOString() };
}

/** A valid link. @throws not_found */
export async function loadLink(server: Server, token: string): Promise<ResetLinkDoc> {
  const link = await ResetLinks(server)
    .findOne({ hash: hashToken(token), expiresAt: trusted({ $gt: new Date() }) })
    .lean();
  if (!link) throw over();
  return link;
}

/** Uses a link up: under concurrent requests for one of them only. @throws not_found for the others */
export async function takeLink(server: Server, { _id, hash }: ResetLinkDoc): Promise<void> {
  const { deletedCount } = await ResetLinks(server).deleteOne({ _id, hash });
  if (deletedCount === 0) throw over();
}

/** Deletes all links of this person. */
export async function removeLinks(server: Server, userId: string): Promise<void> {
  await ResetLinks(server).deleteMany({ userId });
}
