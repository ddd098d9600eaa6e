import { settingLimits } from '@parley/shared/settings';
import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';

/** `example.org`: names of letters, digits and hyphens, with dots between them. */
const domain = z
  .string()
  .max(253)
  .trim()
  .toLowerCase()
  .regex(/^([\p{L}\d]([\p{L}\d-]{0,61}[\p{L}\d])?\.)+[\p{L}\d-]{2,63}$/u);

/** Who may create an account, beside the workspace's own setting. */
export const registrationSection = defineLiveSection({
  name: 'registration',
  shape: z.object({
    /** Without any, every address is allowed, and none is needed. */
    emailDomains: z.array(domain).max(settingLimits.list).default([]),
  }),
  // The domains that can be read; where none can, one that nobody has an address of. Source: RFC 6761, 6.4
  strict: {
    emailDomains: (stored) => {
      const all: unknown[] = Array.isArray(stored) ? stored : [];
      const known = all.flatMap((one) => domain.safeParse(one).data ?? []).slice(0, settingLimits.list);
      return known.length > 0 ? known : ['nobody.invalid'];
    },
  },
});

/**
 * A mail server's address and nothing else. Nodemailer takes parameters behind it as options: one of them starts a program of the machine
 * instead, another goes through a proxy, and an address it cannot read throws.
 */
function isMailServer(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname, search, hash } = new URL(url);
  return hostname !== '' && search === '' && hash === '' && (pathname === '' || pathname === '/');
}

/** The mail server. `server.mail` reads the variables in `server.config`. */
export const mailSection = defineLiveSection({
  name: 'mail',
  ownersOnly: true,
  shape: z.object({
    smtpUrl: z
      .string()
      .max(settingLimits.text)
      .regex(/^smtps?:\/\/.+/)
      .refine(isMailServer)
      .nullable()
      .default(null),
    mailFrom: z.string().min(3).max(300).nullable().default(null),
  }),
  fixedBy: { smtpUrl: 'SMTP_URL', mailFrom: 'MAIL_FROM' },
  secret: ['smtpUrl'],
});
