import { notFound } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { PushPayload, PushSubscriptionInput, PushTest, RingEntry } from '@parley/shared/push';
import { trusted, Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { perServer } from '../../platform/perServer.js';
import { inSlot } from '../../platform/slots.js';
import { deliver, requireCallable, sendTo } from './push.send.js';
import { logOf } from './push.log.js';
import { Devices, type DeviceDoc } from './push.model.js';

/** How long the cached set may lack a registration at another node. */
const KNOWN_FOR_MS = 30_000;
const knownOf = perServer(() => ({ people: new Set<string>(), until: 0 }));

/** The people who have a device, cached: most messages then need no further query. */
export async function peopleWithDevices(server: Server): Promise<Set<string>> {
  const now = Date.now();
  const known = knownOf(server);
  if (known.until > now) return known.people;
  known.until = now + KNOWN_FOR_MS;
  const found = await Devices(server).distinct('userId');
  known.people = new Set(found.map(String));
  return known.people;
}

type OwnDevice = Pick<DeviceDoc, 'userId' | 'sessionId' | 'endpoint' | 'keys'>;

/** @throws conflict at the limit of devices */
async function storeDevice(server: Server, own: OwnDevice): Promise<void> {
  const model = Devices(server);
  const { userId, endpoint } = own;
  const known = await model.updateOne({ endpoint, userId }, { $set: own });
  if (known.matchedCount === 1) return;
  // Somebody else signs in to the same browser now.
  await model.deleteOne({ endpoint, userId: trusted({ $ne: userId }) });
  const slots = { of: { userId }, most: limits.pushDevices };
  try {
    const stored = await inSlot(model, slots, (slot) =>
      model.create({ ...own, createdAt: new Date(), slot }),
    );
    if (stored) return;
  } catch (error) {
    // Concurrent registrations of the same browser.
    if (duplicateKey(error)?.['endpoint'] === undefined) throw error;
    return await storeDevice(server, own);
  }
  throw refusal('devices.tooMany', { most: limits.pushDevices });
}

/** Registers this browser for pushes, for the actor's session. Idempotent. */
export async function registerDevice(actor: Actor, input: PushSubscriptionInput): Promise<void> {
  const { server, userId, sessionId } = actor;
  requireCallable(server, input.endpoint);
  const own = {
    userId: new Types.ObjectId(userId),
    sessionId: new Types.ObjectId(sessionId),
    endpoint: input.endpoint,
    keys: input.keys,
  };
  // One browser is one session: a new subscription replaces the old one.
  await Devices(server).deleteMany({ sessionId, endpoint: trusted({ $ne: input.endpoint }) });
  await storeDevice(server, own);
  // Invalidates the cache: a pending read may be older.
  knownOf(server).until = 0;
}

/** Deletes this browser's registration, as ending its session does. */
export async function forgetDevice(actor: Actor): Promise<void> {
  await Devices(actor.server).deleteMany({ sessionId: actor.sessionId });
}

/** Sends a test push to this browser alone. @throws not_found when it is not registered, unavailable when its push service refuses */
export async function testDevice(actor: Actor, said: { title: string; body: string }): Promise<void> {
  const device = await Devices(actor.server).findOne({ sessionId: actor.sessionId }).lean();
  if (!device) throw notFound();
  const payload: PushPayload = { kind: 'test', ...said };
  const status = await sendTo(actor.server, device, payload);
  if (status === 'gone') throw invalidField('endpoint', 'deviceGone');
  if (status !== 'sent') throw refusal('devices.rejected', {}, { retryAfter: 30 });
}

/** Sends a test push to all browsers of the actor. @returns what came of each @throws conflict when none is registered */
export async function testDevices(
  { server, userId }: Actor,
  said: { title: string; body: string },
): Promise<PushTest[]> {
  const devices = await Devices(server).find({ userId }).limit(limits.pushDevices).lean();
  if (devices.length === 0) throw refusal('push.noDevices');
  return await Promise.all(
    devices.map(async (device) => ({
      service: new URL(device.endpoint).host,
      ...(await deliver(server, device, { kind: 'test', ...said })),
    })),
  );
}

/** Why messages did or did not notify on this browser, newest first, since this server started. */
export const readRingLog = (actor: Actor): RingEntry[] => logOf(actor.server, actor.sessionId);

/** Deletes all browsers of a person. */
export async function forgetDevicesOf(server: Server, userId: string): Promise<void> {
  await Devices(server).deleteMany({ userId });
}

/** The browsers of a person that are notified, without their keys. */
export async function listDevicesOf(
  server: Server,
  userId: string,
): Promise<{ createdAt: string; pushService: string }[]> {
  const found = await Devices(server).find({ userId }).limit(limits.pushDevices).lean();
  // Of the address only the host: the rest is the right to notify this browser.
  return found.map(({ createdAt, endpoint }) => ({
    createdAt: createdAt.toISOString(),
    pushService: new URL(endpoint).host,
  }));
}
