import { readFile } from 'node:fs/promises';
import { Client, InvalidCredentialsError } from 'ldapts';
import type { directorySteps } from '@parley/shared/directorySignIn';
import type { Server } from '../../platform/context.js';

/** How long the directory has for each answer, in ms. */
const PATIENCE_MS = 10_000;

/** A step that failed, and what was said. */
export class DirectoryFailure extends Error {
  constructor(
    readonly step: (typeof directorySteps)[number],
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** What was typed, as a value inside a filter. Source: RFC 4515, 3. */
export const escapeFilter = (text: string): string =>
  text.replace(/[\\*()\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** Names the step at which something fails. @throws DirectoryFailure */
export const step = async <T>(name: DirectoryFailure['step'], work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw new DirectoryFailure(name, error);
  }
};

/** Runs with a connection to the directory, encrypted as set; closes it. Only the configured host is called: referrals are not followed. @throws DirectoryFailure */
export async function connected<T>({ config }: Server, run: (client: Client) => Promise<T>): Promise<T> {
  const { LDAP_URL: url = '', LDAP_CA, LDAP_START_TLS } = config;
  const ca = LDAP_CA === undefined ? undefined : await step('tls', readFile(LDAP_CA));
  const tlsOptions = { minVersion: 'TLSv1.2' as const, ...(ca ? { ca: [ca] } : {}) };
  const client = new Client({
    url,
    timeout: PATIENCE_MS,
    connectTimeout: PATIENCE_MS,
    ...(url.startsWith('ldaps:') ? { tlsOptions } : {}),
  });
  try {
    if (LDAP_START_TLS) await step('tls', client.startTLS(tlsOptions));
    return await run(client);
  } finally {
    await client.unbind().catch(() => undefined);
  }
}

/** Signs in as the account that searches. @throws DirectoryFailure */
export async function bindOwn(client: Client, { config }: Server): Promise<void> {
  const { LDAP_BIND_DN, LDAP_BIND_PASSWORD } = config;
  if (LDAP_BIND_DN === undefined || LDAP_BIND_PASSWORD === undefined) return;
  try {
    await client.bind(LDAP_BIND_DN, LDAP_BIND_PASSWORD);
  } catch (error) {
    throw new DirectoryFailure(error instanceof InvalidCredentialsError ? 'bind' : 'connect', error);
  }
}
