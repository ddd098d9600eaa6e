import { createHmac, createSecretKey } from 'node:crypto';
import { refusal } from '@parley/shared/refusals';
import { isValidObjectId } from 'mongoose';
import jwt from 'jsonwebtoken';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { findAccount } from '../users/users.access.js';
import { findCredential, type Proven } from './credentials.access.js';

/** The purpose of the second step. A ticket for one is not valid for another. */
export type TicketPurpose = 'sign-in' | 'confirm';

/** Time to find a phone and type six digits, in seconds. */
export const TICKET_SECONDS = 300;
const ISSUER = 'parley';

/** A separate key: what is signed for one purpose must not be valid for another. */
const keyOf = perServer(({ secrets }) =>
  createSecretKey(createHmac('sha256', secrets.accessToken).update('tickets').digest()),
);

const audienceOf = (purpose: TicketPurpose): string => `parley-ticket-${purpose}`;

/**
 * A ticket after the first of two steps: that it is this person, verified by this credential. It signs nobody in.
 * @param byLink the first step was a link of a mail, and the credential was not shown
 * @returns a signed token, valid for `TICKET_SECONDS`
 */
export const makeTicket = (
  server: Server,
  { user, credential }: Proven,
  { purpose, byLink = false }: { purpose: TicketPurpose; byLink?: boolean | undefined },
): string =>
  jwt.sign(
    {
      credential: String(credential._id),
      set: credential.setAt.getTime(),
      ...(byLink ? { link: true } : {}),
    },
    keyOf(server),
    {
      algorithm: 'HS256',
      subject: String(user._id),
      issuer: ISSUER,
      audience: audienceOf(purpose),
      expiresIn: TICKET_SECONDS,
    },
  );

function claimsOf(server: Server, ticket: string, purpose: TicketPurpose, now: Date) {
  try {
    const claims = jwt.verify(ticket, keyOf(server), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: audienceOf(purpose),
      clockTimestamp: Math.floor(now.getTime() / 1000),
      complete: false,
    });
    if (typeof claims === 'string' || claims.exp === undefined) return undefined;
    return {
      userId: claims.sub,
      credentialId: claims['credential'] as unknown,
      set: claims['set'] as unknown,
      byLink: claims['link'] === true,
    };
  } catch {
    return undefined;
  }
}

/**
 * The person of a ticket. That it is used once is up to the second step, whose code can be used once.
 * @throws unauthenticated when the ticket is not ours, expired, or for another purpose; when the credential was replaced or removed since;
 *   when the person may not sign in any more
 */
export async function readTicket(
  server: Server,
  ticket: string,
  purpose: TicketPurpose,
  now = new Date(),
): Promise<Proven & { byLink: boolean }> {
  const over = refusal('sessions.tooLong');
  const claims = claimsOf(server, ticket, purpose, now);
  if (!claims || !isValidObjectId(claims.userId) || !isValidObjectId(claims.credentialId)) throw over;
  const [user, credential] = await Promise.all([
    findAccount(server, String(claims.userId)),
    findCredential(server, String(claims.credentialId)),
  ]);
  if (!user?.active || user.bot || !credential || !credential.userId.equals(user._id)) throw over;
  if (credential.setAt.getTime() !== claims.set) throw over;
  return { user, credential, byLink: claims.byLink };
}
