import { resolve } from 'node:path';
import { z } from 'zod';
import { auditSettings } from './features/audit/audit.settings.js';
import { callsSettings } from './features/calls/calls.settings.js';
import { credentialsSettings } from './features/credentials/credentials.settings.js';
import { directorySettings } from './features/directory/directory.settings.js';
import { factorsSettings } from './features/factors/factors.settings.js';
import { healthSettings } from './features/health/health.settings.js';
import { messagesSettings } from './features/messages/messages.settings.js';
import { openidSettings } from './features/openid/openid.settings.js';
import { pushSettings } from './features/push/push.settings.js';
import { scimSettings } from './features/scim/scim.settings.js';
import { retentionSettings } from './features/retention/retention.settings.js';
import { searchSettings } from './features/search/search.settings.js';
import { sessionsSettings } from './features/sessions/sessions.settings.js';
import { signInLinksSettings } from './features/signInLinks/signInLinks.settings.js';
import { syncSettings } from './features/sync/sync.settings.js';
import { uploadsSettings } from './features/uploads/uploads.settings.js';
import { webhooksSettings } from './features/webhooks/webhooks.settings.js';
import { workspaceSettings } from './features/workspace/workspace.settings.js';
import { publicUrlFault } from './platform/basePath.js';
import { count, flag } from './platform/settingKinds.js';

/** The core's settings: where it listens, what it stores in, which proxies it trusts. */
export const serverSettings = {
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe('Port. When given, a taken one is an error; else 3000, or the next free one.'),
  HOST: z.string().optional().describe('Address to listen on. By itself all there are, of IPv6 and IPv4.'),
  PARLEY_DATA: z
    .string()
    .default('data')
    .describe('Folder of the built-in database, of files, and of the keys made at the first start.'),
  MONGODB_URI: z.string().optional().describe('A MongoDB to use instead of the built-in database.'),
  PUBLIC_URL: z
    .url()
    .superRefine((value, context) => {
      const message = publicUrlFault(value);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .optional()
    .describe(
      'Address people use when a proxy stands in front; its origin is then accepted too. With a path, `https://example.org/chat`, everything is below it.',
    ),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe('How many proxies stand in front. Their `X-Forwarded-*` headers are believed, nobody else’s.'),
  TLS_CERT: z
    .string()
    .optional()
    .describe(
      'PEM file with the certificate, to serve HTTPS without a proxy. A renewed file is taken up by itself.',
    ),
  TLS_KEY: z.string().optional().describe('PEM file with its key.'),
  BEACON_SECONDS: z.coerce
    .number()
    .positive()
    .default(15)
    .describe('Interval at which clients receive the heads of their rooms.'),
  RATE_LIMITS: flag()
    .default(true)
    .describe('Limits on signing in, registering, sending, changing, reading, searching, uploading.'),
  SIGN_INS_PER_15_MINUTES: count()
    .default(10)
    .describe(
      'Attempts per account and address; three times as many per account from all addresses together, then one at a time at growing intervals.',
    ),
  CHANGES_PER_10_SECONDS: count()
    .default(300)
    .describe('Requests that change anything, per person: of messages, rooms, settings.'),
  READS_PER_SECOND: count()
    .default(2000)
    .describe('Messages read, per person and server; what is more comes later. A request counts as ten.'),
  REFUSALS_PER_MINUTE: count()
    .default(300)
    .describe(
      'Refused requests and commands, per person, and per address without a session; requests beyond are not read.',
    ),
  SILENT_SECONDS: z.coerce
    .number()
    .positive()
    .max(600)
    .default(20)
    .describe(
      'Seconds after which a connection is closed that sends nothing, less than 500 bytes a second of a body, or no valid token on a socket.',
    ),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional()
    .describe('Redis or Valkey, which connects several servers of one workspace.'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional()
    .describe(
      'Mail server, `smtp://user:password@host:587`, for invitations by e-mail. Needs `MAIL_FROM` and `PUBLIC_URL`.',
    ),
  MAIL_FROM: z.string().min(3).optional().describe('Sender of these letters, `Parley <chat@example.org>`.'),
  FILES_STORE: z
    .enum(['folder', 'gridfs', 's3'])
    .optional()
    .describe(
      'Where files lie: `folder` (in `PARLEY_DATA`), `gridfs` (in the MongoDB), `s3`. By itself `folder`, with a MongoDB `gridfs`.',
    ),
  S3_BUCKET: z.string().optional().describe('Bucket for `FILES_STORE=s3`.'),
  S3_REGION: z.string().default('us-east-1').describe('Its region.'),
  S3_ENDPOINT: z.url().optional().describe('Address of another store that speaks S3; else Amazon’s.'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('Credentials; else those of the machine.'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Credentials.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  DRAIN_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(300)
    .default(10)
    .describe('On SIGTERM: the longest wait for what is on its way.'),
};

/**
 * Every setting: its name, limits, default and meaning. docs/configuration.md is generated from it. Those of a feature are in its
 * folder; they are imported one by one, and not with `features.ts`, because small programs and all types start here.
 */
export const settings = {
  ...serverSettings,
  ...sessionsSettings,
  ...credentialsSettings,
  ...openidSettings,
  ...factorsSettings,
  ...signInLinksSettings,
  ...directorySettings,
  ...workspaceSettings,
  ...auditSettings,
  ...messagesSettings,
  ...uploadsSettings,
  ...scimSettings,
  ...webhooksSettings,
  ...pushSettings,
  ...callsSettings,
  ...retentionSettings,
  ...searchSettings,
  ...syncSettings,
  ...healthSettings,
};
export type Settings = typeof settings;
const schema = z.object(settings).superRefine((config, context) => {
  // Links in mails must not use the Host of a request.
  for (const name of ['MAIL_FROM', 'PUBLIC_URL'] as const)
    if (config.SMTP_URL !== undefined && config[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'must be set when SMTP_URL is' });
  // The address that is registered at a provider must not use it either.
  if (config.OIDC_PROVIDERS.length > 0 && config.PUBLIC_URL === undefined)
    context.addIssue({ code: 'custom', path: ['PUBLIC_URL'], message: 'must be set when OIDC_PROVIDERS is' });
  if (config.LDAP_URL !== undefined && config.LDAP_BASE === undefined)
    context.addIssue({ code: 'custom', path: ['LDAP_BASE'], message: 'must be set when LDAP_URL is' });
  // Passwords must not cross a network as they are.
  if (
    config.LDAP_URL?.startsWith('ldap:') === true &&
    !config.LDAP_START_TLS &&
    !/^ldap:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(config.LDAP_URL)
  )
    context.addIssue({
      code: 'custom',
      path: ['LDAP_START_TLS'],
      message: 'must be true where LDAP_URL begins with ldap:// and is not this machine',
    });
  if (config.TURN_URLS !== undefined && config.TURN_SECRET === undefined)
    context.addIssue({ code: 'custom', path: ['TURN_SECRET'], message: 'must be set when TURN_URLS is' });
  const livekit = (['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'] as const).filter(
    (name) => config[name] === undefined,
  );
  if (livekit.length < 3 && livekit.length > 0)
    for (const name of livekit)
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'must be set: LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET belong together',
      });
});

export type Config = Omit<z.infer<typeof schema>, 'PARLEY_DATA'> & {
  dataFolder: string;
  /** Names of the variables that were set: admins cannot change these settings. */
  given: ReadonlySet<string>;
};

/** The variables of an environment as settings. @throws Error that names each setting at fault. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  const { PARLEY_DATA, ...rest } = parsed.data;
  return { ...rest, dataFolder: resolve(PARLEY_DATA), given: new Set(Object.keys(given)) };
}

export const environment = (): Record<string, string | undefined> => process.env;
