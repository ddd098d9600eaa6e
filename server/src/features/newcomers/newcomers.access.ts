import { createHmac, createSecretKey } from 'node:crypto';
import type { AppError } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import jwt from 'jsonwebtoken';
import { isValidObjectId } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { perServer } from '../../platform/perServer.js';
import type { UserDoc } from '../users/users.access.js';
import { findBrake } from './brake.access.js';
import { newcomersSection } from './newcomers.live.js';

/** By which door somebody comes. */
export type Door = 'form' | 'invitation' | 'provider' | 'directory';

/** The fields of a new account that waits for a moderator; none for one that does not. Nobody signs in to it: it is not active. */
export async function waitingFields(
  server: Server,
  by: Door,
): Promise<Partial<Pick<UserDoc, 'active' | 'waiting'>>> {
  const { approval } = liveSettings(server, newcomersSection);
  const held = { active: false, waiting: { since: new Date(), by } };
  if (approval === 'everybody') return held;
  if (by === 'invitation') return {};
  return approval === 'uninvited' || (await findBrake(server))?.holds === 'approval' ? held : {};
}

const ISSUER = 'parley';
const AUDIENCE = 'parley-waiting';
/** As long as a page may wait; after that one signs in by the password. In seconds. */
const TICKET_SECONDS = 7 * 86_400;

/** A separate key: what is signed for one purpose must not be valid for another. */
const keyOf = perServer(({ secrets }) =>
  createSecretKey(createHmac('sha256', secrets.accessToken).update('waiting').digest()),
);

/** That an account waits, with the ticket by which its page comes in when it is approved. */
export const waitingRefusal = (server: Server, user: Pick<UserDoc, '_id'>): AppError => {
  const ticket = jwt.sign({}, keyOf(server), {
    algorithm: 'HS256',
    subject: String(user._id),
    issuer: ISSUER,
    audience: AUDIENCE,
    expiresIn: TICKET_SECONDS,
  });
  return refusal('newcomers.waiting', {}, { secondStep: { ticket, methods: [], waiting: true } });
};

/** The person of such a ticket. @throws unauthenticated */
export function readWaitingTicket(server: Server, ticket: string): string {
  try {
    const claims = jwt.verify(ticket, keyOf(server), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
    });
    if (typeof claims !== 'string' && isValidObjectId(claims.sub)) return String(claims.sub);
  } catch {
    // Said below.
  }
  throw refusal('sessions.tooLong');
}
