import { createHmac } from 'node:crypto';
import type { Credential } from '@parley/relay';
import type { Config } from '../../config.js';

/**
 * The secret of the built-in relay. The same on all nodes, since all have the same key: each issues credentials for the relay of
 * any.
 */
export const relaySecretOf = (accessToken: Buffer): string =>
  createHmac('sha256', accessToken).update('relay').digest('base64url');

/** A name and password as coturn has them (draft-uberti-behave-turn-rest-00). */
export const credentialOf = (secret: string, username: string): Credential => ({
  username,
  credential: createHmac('sha1', secret).update(username).digest('base64'),
});

/** The addresses of the TURN servers of one's own. */
export const turnUrlsOf = ({ TURN_URLS }: Pick<Config, 'TURN_URLS'>): string[] =>
  (TURN_URLS ?? '').split(',').flatMap((url) => (url.trim() === '' ? [] : [url.trim()]));
