import { resolve } from 'node:path';
import { z } from 'zod';
import { publicUrlFault } from './platform/basePath.js';

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => ['true', '1', 'yes'].includes(value));
const seconds = z.coerce.number().int().positive();

/** Every setting: its name, its bounds, its default, and what it means. docs/configuration.md is made from it. */
export const settings = {
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
  WORKSPACE_NAME: z
    .string()
    .min(1)
    .max(80)
    .default('Parley')
    .describe('Name of the workspace at the first start; afterwards its owner changes it.'),
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
  ACCESS_TOKEN_SECONDS: seconds.default(900).describe('Life of an access token.'),
  SESSION_DAYS: z.coerce.number().int().min(1).max(400).default(60).describe('Life of a session.'),
  BCRYPT_COST: z.coerce.number().int().min(4).max(16).default(12).describe('Cost of password hashes.'),
  BEACON_SECONDS: z.coerce
    .number()
    .positive()
    .default(15)
    .describe('Interval at which clients receive the heads of their rooms.'),
  SLOW_QUERY_MS: z.coerce
    .number()
    .nonnegative()
    .default(500)
    .describe('A query that takes the database longer is logged, with its fields and without any value.'),
  RATE_LIMITS: flag
    .default(true)
    .describe('Limits on signing in, registering, sending, changing, reading, searching, uploading.'),
  SIGN_INS_PER_15_MINUTES: z.coerce
    .number()
    .int()
    .positive()
    .default(10)
    .describe(
      'Attempts per account and address; three times as many per account from all addresses together, then one at a time at growing intervals.',
    ),
  REGISTRATIONS_PER_HOUR: z.coerce
    .number()
    .int()
    .positive()
    .default(20)
    .describe('New accounts per address; ten times as many of people who were invited.'),
  SENDS_PER_10_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(60)
    .describe('Messages and changes of messages, per person.'),
  CHANGES_PER_10_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(300)
    .describe('Requests that change anything, per person: of messages, rooms, settings.'),
  READS_PER_SECOND: z.coerce
    .number()
    .int()
    .positive()
    .default(2000)
    .describe('Messages read, per person and server; what is more comes later. A request counts as ten.'),
  SEARCHES_PER_MINUTE: z.coerce.number().int().positive().default(120).describe('Searches per person.'),
  UPLOADS_PER_10_MINUTES: z.coerce.number().int().positive().default(200).describe('Uploads per person.'),
  WEBHOOK_CALLS_PER_MINUTE: z.coerce.number().int().positive().default(120).describe('Calls of one webhook.'),
  REFUSALS_PER_MINUTE: z.coerce
    .number()
    .int()
    .positive()
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
  SOCKETS_PER_PERSON: z.coerce
    .number()
    .int()
    .positive()
    .default(50)
    .describe('Connections of one person, on each server: tabs, devices and programs.'),
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
  FILE_MAX_MB: z.coerce.number().int().positive().default(100).describe('Largest file.'),
  FILES_PER_PERSON_MB: z.coerce
    .number()
    .int()
    .positive()
    .default(5120)
    .describe('All files of one person together.'),
  PICTURE_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(32)
    .optional()
    .describe(
      'Memory that decoding one picture may take. By itself a quarter of the machine’s, 128 to 512. What needs more is stored as a document.',
    ),
  PICTURE_SECONDS: z.coerce
    .number()
    .positive()
    .max(60)
    .default(10)
    .describe('Time that decoding one picture may take. What needs longer is stored as a document.'),
  S3_BUCKET: z.string().optional().describe('Bucket for `FILES_STORE=s3`.'),
  S3_REGION: z.string().default('us-east-1').describe('Its region.'),
  S3_ENDPOINT: z.url().optional().describe('Address of another store that speaks S3; else Amazon’s.'),
  S3_ACCESS_KEY_ID: z.string().optional().describe('Credentials; else those of the machine.'),
  S3_SECRET_ACCESS_KEY: z.string().optional().describe('Credentials.'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Who reads `/metrics` sends it as bearer token. Without it only programs on this machine may read them, and nobody where `TRUSTED_PROXIES` or `PUBLIC_URL` is set.',
    ),
  ALLOW_PRIVATE_ADDRESSES: flag
    .default(false)
    .describe('Lets the server call push services in its own network, over HTTP too. For development.'),
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
const schema = z.object(settings).superRefine((config, context) => {
  // A link in a letter is never made from what a request says its host is.
  for (const name of ['MAIL_FROM', 'PUBLIC_URL'] as const)
    if (config.SMTP_URL !== undefined && config[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'must be set when SMTP_URL is' });
});

export type Config = Omit<z.infer<typeof schema>, 'PARLEY_DATA'> & { dataFolder: string };

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
  return { ...rest, dataFolder: resolve(PARLEY_DATA) };
}

export const environment = (): Record<string, string | undefined> => process.env;
