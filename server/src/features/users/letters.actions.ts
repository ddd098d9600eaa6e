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

/**
 * Mails the address an account had until now that it has another one, or none: if somebody else did it in one's session, this is the only
 * place where one learns of it. In the background.
 * @param before the account as it was
 */
export function mailFormerAddress(
  server: Server,
  { email, displayName, username }: Pick<UserDoc, 'email' | 'displayName' | 'username'>,
  now: string | null,
): void {
  if (!server.mail || email === null || email === now) return;
  const send = async (): Promise<void> => {
    const { name } = await readWorkspace(server);
    const change = now === null ? 'has no e-mail address any more' : 'has another e-mail address now';
    mailLater(server, {
      to: email,
      subject: `Your e-mail address in ${name} was changed`,
      text: `Hello ${oneLine(displayName)},\n\nyour account @${username} in ${oneLine(name)} ${change}. This one does not sign in to it any more.\n\nIf this was not you, change your password and ask an admin to set your address.\n`,
    });
  };
  server.inFlight
    .track(send())
    .catch((error: unknown) => server.log.warn({ err: error }, 'a former address was not notified'));
}
