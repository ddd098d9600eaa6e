import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { upserting } from '../../platform/database.js';
import { perServer } from '../../platform/perServer.js';
import { DeniedDevices } from './sessions.model.js';

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

/** The people who have signed in with a browser, each with the id it has for them; not those who have denied it. @param cookie as received */
export async function knownPeople(server: Server, cookie: string | undefined): Promise<Map<string, string>> {
  const entries = entriesOf(server, cookie);
  if (entries.length === 0) return new Map();
  const ids = entries.map(({ deviceId }) => deviceId);
  const found = await DeniedDevices(server)
    .find({ _id: trusted({ $in: ids }) })
    .lean();
  const denied = new Set(found.map(({ _id }) => _id));
  const known = entries.filter(({ deviceId }) => !denied.has(deviceId));
  return new Map(known.map(({ userId, deviceId }) => [userId, deviceId]));
}

export const newDeviceId = (): string => randomBytes(16).toString('hex');

/** From now on this browser is new for the person whose id it has, whatever its cookie says. Idempotent. */
export const denyDevice = (server: Server, deviceId: string): Promise<unknown> =>
  upserting(() =>
    DeniedDevices(server)
      .updateOne(
        { _id: deviceId },
        { $set: { expiresAt: new Date(Date.now() + DEVICE_MS) } },
        { upsert: true },
      )
      .exec(),
  );

/**
 * The device cookie after a sign-in.
 * @param cookie as received
 * @param own the id that the session has noted; else that of the cookie stays
 */
export function withPerson(
  server: Server,
  cookie: string | undefined,
  { userId, own: noted }: { userId: string; own: string | undefined },
): string {
  const entries = entriesOf(server, cookie);
  const deviceId = noted ?? entries.find((known) => known.userId === userId)?.deviceId ?? newDeviceId();
  const own = `${userId}.${deviceId}.${macOf(server, userId, deviceId).toString('hex')}`;
  const others = entries.filter((known) => known.userId !== userId).map(({ entry }) => entry);
  return [own, ...others].slice(0, MOST_PEOPLE).join('-');
}
