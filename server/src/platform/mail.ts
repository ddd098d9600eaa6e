import { createTransport } from 'nodemailer';
import type { Config } from '../config.js';
import type { Limit } from './rateLimit.js';

/** Sends e-mail. */
export interface Mail {
  /** @throws Error when the mail server refuses it */
  send(letter: { to: string; subject: string; text: string }): Promise<void>;
  /** Connects and authenticates. @throws Error if that fails */
  verify(): Promise<void>;
  /** When the last letter could not be sent; null when it was, and before the first. */
  failedAt(): Date | null;
}

/** @returns when the last letter of a mail server could not be sent; null when it was */
export const mailFailureOf = (mail: Mail | undefined): Date | null => mail?.failedAt() ?? null;

/** Mails go to people who did not request them: fifty an hour invite a team, and are no use for spam. */
export const mailLimit: Limit = { name: 'mail', bounds: () => [50, 3600] };

/** Timeout of a mail server that does not respond, in ms. */
const PATIENCE_MS = 10_000;

type MailConfig = Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL'>;

/** Whether there is a mail server is read with every page of the workspace: an address nodemailer cannot read must not fail that. */
function opened(config: MailConfig): Mail | undefined {
  try {
    return openMail(config);
  } catch {
    return undefined;
  }
}

/** Takes settings that may change, and returns how to get the mail server as they are now. */
export function mailOf(config: MailConfig): () => Mail | undefined {
  let known: { of: string; mail: Mail | undefined } | undefined;
  return () => {
    const of = JSON.stringify([config.SMTP_URL, config.MAIL_FROM]);
    known = known?.of === of ? known : { of, mail: opened(config) };
    return known.mail;
  };
}

/** The configured mail server; undefined without SMTP_URL, and without an address for links. */
export function openMail({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: MailConfig): Mail | undefined {
  if (SMTP_URL === undefined || MAIL_FROM === undefined || PUBLIC_URL === undefined) return undefined;
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // Mails are our own text: no part of them may name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let failedAt: Date | null = null;
  return {
    failedAt: () => failedAt,
    send: async ({ to, subject, text }) => {
      try {
        // An object, not a list in a string: the mail has no further recipients.
        await transport.sendMail({ from: MAIL_FROM, to: { name: '', address: to }, subject, text });
        failedAt = null;
      } catch (error) {
        // An address that the server refuses says nothing about the others.
        if ((error as { code?: unknown }).code !== 'EENVELOPE') failedAt = new Date();
        throw error;
      }
    },
    verify: async () => void (await transport.verify()),
  };
}
