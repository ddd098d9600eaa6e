import { createTransport } from 'nodemailer';
import type { Config } from '../config.js';
import type { Limit } from './rateLimit.js';

/** The door for e-mail. */
export interface Mail {
  /** @throws Error when the mail server does not take it */
  send(letter: { to: string; subject: string; text: string }): Promise<void>;
  /** Can the mail server be reached, and does it let us in? @throws Error if not */
  verify(): Promise<void>;
}

/** Letters go to people who did not request them: fifty an hour invite a team, and are no use for spam. */
export const mailLimit: Limit = { name: 'mail', bounds: () => [50, 3600] };

/** A mail server that says nothing for this long is not there, in ms. */
const PATIENCE_MS = 10_000;

/** E-mail as it is set; undefined without SMTP_URL. */
export function openMail({ SMTP_URL, MAIL_FROM }: Pick<Config, 'SMTP_URL' | 'MAIL_FROM'>): Mail | undefined {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return undefined;
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A letter is text of ours: nothing of it may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text }) => {
      // An object, not a list in a string: nobody is written to beside whom we mean.
      await transport.sendMail({ from: MAIL_FROM, to: { name: '', address: to }, subject, text });
    },
    verify: async () => void (await transport.verify()),
  };
}
