import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

/*
 * A browser by which somebody has signed in carries a cookie that says so, and has attempts of its own: guessing at an account
 * from a thousand addresses slows down only those that do not. Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 * Its value is a list of `userId.deviceId.mac` in hexadecimal, the newest first.
 */

/** So many people who share a browser are remembered. */
const MOST_PEOPLE = 5;
/** Browsers keep no cookie longer, in ms. Source: RFC 6265bis, 5.5. */
export const DEVICE_MS = 400 * 86_400_000;

const keyOf = perServer(({ secrets }) =>
  createHmac('sha256', secrets.accessToken).update('known devices').digest(),
);

const macOf = (server: Server, userId: string, deviceId: string): Buffer =>
  createHmac('sha256', keyOf(server)).update(`${userId}.${deviceId}`).digest().subarray(0, 16);

interface Entry {
  userId: string;
  deviceId: string;
  entry: string;
}

/** What a cookie says that is ours. */
function entriesOf(server: Server, cookie: string | undefined): Entry[] {
  const parts = (cookie ?? '').split('-').slice(0, MOST_PEOPLE);
  return parts.flatMap((entry) => {
    const [userId = '', deviceId = '', mac = ''] = entry.split('.');
    const given = Buffer.from(mac, 'hex');
    const right = macOf(server, userId, deviceId);
    return given.length === right.length && timingSafeEqual(given, right)
      ? [{ userId, deviceId, entry }]
      : [];
  });
}

/** The people who have signed in by a browser, each with the id it has for them. @param cookie as it came */
export const knownPeople = (server: Server, cookie: string | undefined): Map<string, string> =>
  new Map(entriesOf(server, cookie).map(({ userId, deviceId }) => [userId, deviceId]));

/** The cookie of a browser by which somebody has just signed in. @param cookie as it came */
export function withPerson(server: Server, cookie: string | undefined, userId: string): string {
  const entries = entriesOf(server, cookie);
  const deviceId =
    entries.find((known) => known.userId === userId)?.deviceId ?? randomBytes(16).toString('hex');
  const own = `${userId}.${deviceId}.${macOf(server, userId, deviceId).toString('hex')}`;
  const others = entries.filter((known) => known.userId !== userId).map(({ entry }) => entry);
  return [own, ...others].slice(0, MOST_PEOPLE).join('-');
}
