import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

/*
 * After a sign-in the browser has a device cookie, and a limit of its own for attempts: guessing at an account from a
 * thousand addresses slows down only browsers without one. Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 * Its value is a list of `userId.deviceId.mac` in hexadecimal, the newest first.
 */

/** How many people of a shared browser the cookie holds. */
const MOST_PEOPLE = 5;
/** The longest lifetime of a cookie in browsers, in ms. Source: RFC 6265bis, 5.5. */
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

/** The valid entries of a cookie. */
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

/** The people who have signed in with a browser, each with the id it has for them. @param cookie as received */
export const knownPeople = (server: Server, cookie: string | undefined): Map<string, string> =>
  new Map(entriesOf(server, cookie).map(({ userId, deviceId }) => [userId, deviceId]));

/** The device cookie after a sign-in. @param cookie as received */
export function withPerson(server: Server, cookie: string | undefined, userId: string): string {
  const entries = entriesOf(server, cookie);
  const deviceId =
    entries.find((known) => known.userId === userId)?.deviceId ?? randomBytes(16).toString('hex');
  const own = `${userId}.${deviceId}.${macOf(server, userId, deviceId).toString('hex')}`;
  const others = entries.filter((known) => known.userId !== userId).map(({ entry }) => entry);
  return [own, ...others].slice(0, MOST_PEOPLE).join('-');
}
