import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'])
  .transform((value) => ['true', '1', 'yes'].includes(value));
const seconds = z.coerce.number().int().positive();

/** Every setting: its name, its bounds and its default. docs/configuration.md is the same list for people. */
const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).optional(),
  HOST: z.string().default('0.0.0.0'),
  PARLEY_DATA: z.string().default('data'),
  MONGODB_URI: z.string().optional(),
  WORKSPACE_NAME: z.string().min(1).max(80).default('Parley'),
  PUBLIC_URL: z.url().optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  ACCESS_TOKEN_SECONDS: seconds.default(900),
  SESSION_DAYS: z.coerce.number().int().min(1).max(400).default(60),
  BCRYPT_COST: z.coerce.number().int().min(4).max(16).default(12),
  BEACON_SECONDS: z.coerce.number().positive().default(15),
  ALLOW_PRIVATE_ADDRESSES: flag.default(false),
  RATE_LIMITS: flag.default(true),
  SENDS_PER_10_SECONDS: z.coerce.number().int().positive().default(60),
  REGISTRATIONS_PER_HOUR: z.coerce.number().int().positive().default(20),
  SIGN_INS_PER_15_MINUTES: z.coerce.number().int().positive().default(10),
  FILES_STORE: z.enum(['folder', 'gridfs', 's3']).optional(),
  FILE_MAX_MB: z.coerce.number().int().positive().default(100),
  FILES_PER_PERSON_MB: z.coerce.number().int().positive().default(5120),
  SEARCHES_PER_MINUTE: z.coerce.number().int().positive().default(120),
  WEBHOOK_CALLS_PER_MINUTE: z.coerce.number().int().positive().default(120),
  UPLOADS_PER_10_MINUTES: z.coerce.number().int().positive().default(200),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ENDPOINT: z.url().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(300).default(10),
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
