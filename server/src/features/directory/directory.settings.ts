import { z } from 'zod';
import { flag, groupRules } from '../../platform/settingKinds.js';

export const directorySettings = {
  LDAP_URL: z
    .string()
    .regex(/^ldaps?:\/\/[^/?#@]+\/?$/, 'must be ldap://host or ldaps://host')
    .optional()
    .describe(
      'Directory (LDAP, Active Directory) by which people sign in: see [docs/admin/ldap.md](admin/ldap.md). Needs `LDAP_BASE`.',
    ),
  LDAP_START_TLS: flag()
    .default(false)
    .describe('Encrypts a connection of `ldap://` before anything is sent.'),
  LDAP_CA: z.string().optional().describe('PEM file with the certificate authority of the directory.'),
  LDAP_BIND_DN: z
    .string()
    .optional()
    .describe('Account that searches the directory; without it anonymously.'),
  LDAP_BIND_PASSWORD: z.string().min(1).optional().describe('Its password.'),
  LDAP_BASE: z.string().min(1).optional().describe('Where people are, `ou=people,dc=example,dc=org`.'),
  LDAP_FILTER: z
    .string()
    .max(1000)
    .refine((value) => value.includes('{login}'), 'must contain {login}')
    .default('(&(objectClass=person)(uid={login}))')
    .describe(
      'Who may sign in; `{login}` is what was typed. Active Directory: `(&(objectClass=user)(sAMAccountName={login}))`.',
    ),
  LDAP_ID: z
    .string()
    .default('entryUUID')
    .describe('Attribute that identifies a person for ever. Active Directory: `objectGUID`.'),
  LDAP_NAME: z.string().default('cn').describe('Attribute with the name. Active Directory: `displayName`.'),
  LDAP_EMAIL: z.string().default('mail').describe('Attribute with the e-mail address.'),
  LDAP_EMAIL_CONFIRMED: flag()
    .default(false)
    .describe(
      'Addresses of the directory are those of their people, because they cannot change them there. Else each confirms theirs by a code.',
    ),
  LDAP_PICTURE: z
    .string()
    .default('jpegPhoto')
    .describe('Attribute with the picture. Active Directory: `thumbnailPhoto`.'),
  LDAP_GROUP_BASE: z
    .string()
    .min(1)
    .optional()
    .describe('Where groups are; by itself the domain of `LDAP_BASE`, `dc=example,dc=org`.'),
  LDAP_NESTED_GROUPS: z
    .enum(['walk', 'chain'])
    .default('walk')
    .describe(
      'How groups in groups are found: `walk` reads group after group, `chain` has Active Directory do it.',
    ),
  LDAP_GROUP_RULES: z
    .string()
    .default('')
    .transform((text) => text.split(/[\n;]/).filter((line) => line.trim() !== ''))
    .pipe(groupRules())
    .describe(
      'Roles and rooms by groups of the directory, with `;` between them: `teachers => moderator, #staff`.',
    ),
};
