import { invalidField } from '@parley/shared/faults';
import type { PushPayload } from '@parley/shared/push';
import webpush from 'web-push';
import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { pushSection } from './push.live.js';
import { ForbiddenAddress, outboundFetch } from '../../platform/outboundFetch.js';
import { Devices, type DeviceDoc } from './push.model.js';

/** A push that could not be delivered for a day is no news any more. */
const TTL_SECONDS = 86_400;
const ANSWER_WITHIN_MS = 10_000;

/** @throws invalid for an address that this server would refuse to call */
export function requireCallable(server: Server, endpoint: string): void {
  const { protocol } = new URL(endpoint);
  if (protocol !== 'https:' && !server.config.ALLOW_PRIVATE_ADDRESSES)
    throw invalidField('endpoint', 'httpsAddress');
}

const urgencies = {
  message: 'high',
  call: 'high',
  callOver: 'high',
  test: 'high',
  deleted: 'normal',
  edited: 'low',
  read: 'low',
} as const;

/** For a sleeping device the push service stores the newest push of each topic: one for each room. */
const topicOf = (payload: PushPayload): string | undefined =>
  payload.kind === 'test' ? undefined : payload.roomId;

/** How a push service reaches the operator. */
function subjectOf(server: Server): string {
  const { contact } = liveSettings(server, pushSection);
  if (contact !== null) return `mailto:${contact}`;
  return server.config.PUBLIC_URL ?? 'mailto:parley@localhost.invalid';
}

/** What came of a push. */
interface Delivery {
  outcome: 'sent' | 'gone' | 'failed';
  /** What the push service answered; null when it could not be reached, or its address is not allowed. */
  status: number | null;
}

interface Options {
  topic?: string | undefined;
  ttlSeconds?: number;
}

/** Sends to one browser. @returns what came of it */
export const sendTo = async (
  server: Server,
  device: DeviceDoc,
  payload: PushPayload,
  options: Options = {},
): Promise<Delivery['outcome']> => (await deliver(server, device, payload, options)).outcome;

/**
 * Sends to one browser through its push service. A subscription that the service no longer has is deleted.
 * Sources: RFC 8030 (topic, urgency, 404 and 410), RFC 8291 (encryption), by web-push.
 */
export async function deliver(
  server: Server,
  device: DeviceDoc,
  payload: PushPayload,
  { topic = topicOf(payload), ttlSeconds = TTL_SECONDS }: Options = {},
): Promise<Delivery> {
  const { config, secrets, log } = server;
  try {
    const details = webpush.generateRequestDetails(
      { endpoint: device.endpoint, keys: device.keys },
      JSON.stringify(payload),
      {
        vapidDetails: { subject: subjectOf(server), ...secrets.push },
        TTL: ttlSeconds,
        urgency: urgencies[payload.kind],
        ...(topic === undefined ? {} : { topic }),
      },
    );
    const status = await outboundFetch(details.endpoint, {
      method: details.method,
      headers: details.headers,
      body: details.body,
      allowPrivate: config.ALLOW_PRIVATE_ADDRESSES,
      timeoutMs: ANSWER_WITHIN_MS,
    });
    if (status === 404 || status === 410) {
      await Devices(server).deleteOne({ _id: device._id });
      return { outcome: 'gone', status };
    }
    if (status >= 200 && status < 300) return { outcome: 'sent', status };
    log.warn({ status, service: new URL(device.endpoint).host }, 'a push service refused');
    return { outcome: 'failed', status };
  } catch (error) {
    if (error instanceof ForbiddenAddress) {
      await Devices(server).deleteOne({ _id: device._id });
      return { outcome: 'gone', status: null };
    }
    log.warn({ err: error }, 'a push service could not be reached');
    return { outcome: 'failed', status: null };
  }
}
