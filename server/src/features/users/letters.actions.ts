import { createHmac } from 'node:crypto';
import type { Server } from '../../platform/context.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { findAccountByLogin, type UserDoc } from './users.access.js';

/** Length of a code: forty bits, and the limit lets few be tried. */
const LENGTH = 10;

/** The code that proves that one reads an address. Derived from both, so that nothing is stored and it is valid for nothing else. */
export const codeOf = ({ secrets }: Server, userId: string, email: string): string =>
  createHmac('sha256', secrets.accessToken)
    .update(`e-mail of a person\n${userId}\n${email}`)
    .digest('hex')
    .slice(0, LENGTH)
    .toUpperCase();

/** The person who has entered an address. */
type Entrant = Pick<UserDoc, '_id' | 'displayName' | 'username'>;

async function write(server: Server, { _id, displayName, username }: Entrant, email: string): Promise<void> {
  const [owner, { name }] = await Promise.all([findAccountByLogin(server, email), readWorkspace(server)]);
  if (owner)
    return mailLater(server, {
      to: email,
      subject: `Your e-mail address in ${name}`,
      text: `Hello ${oneLine(owner.displayName)},\n\nsomebody entered this address for another account in ${oneLine(name)}. It stays with your account @${owner.username}, and nobody was told that it is yours.\n\nIf this was you and you want it there, remove it from this account first.\n`,
    });
  mailLater(server, {
    to: email,
    subject: `Confirm your e-mail address for ${name}`,
    text: `Hello ${oneLine(displayName)},\n\nenter this code in ${oneLine(name)}, in the settings of your account @${username}, to confirm this address:\n\n${codeOf(server, String(_id), email)}\n\nIf this was not you, you can ignore it.\n`,
  });
}

/**
 * Mails an address that a person has entered: the code to confirm it or, if it is another's, a notice to them. After the
 * response, so that neither the response nor its time reveals which.
 */
export function askToConfirm(server: Server, user: Entrant, email: string): void {
  if (!server.mail) return;
  server.inFlight
    .track(write(server, user, email))
    .catch((error: unknown) => server.log.warn({ err: error }, 'a code for an e-mail address was not sent'));
}
