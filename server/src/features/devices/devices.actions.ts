import { devicePath, type DeviceLinkView, type NewDevice } from '@parley/shared/devices';
import { AppError, notFound } from '@parley/shared/errors';
import { trusted, type Types } from 'mongoose';
import { publicAddress } from '../../platform/basePath.js';
import type { Actor, Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import type { From } from '../../platform/context.js';
import {
  findEndedSessions,
  findOtherSession,
  readDeviceToken,
  signDeviceToken,
} from '../sessions/sessions.access.js';
import { denySession } from '../sessions/sessions.change.js';
import { findAccount } from '../users/users.access.js';
import { mailLater, oneLine } from '../workspace/mail.actions.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { ASKED_MS, noteSignIn, removeNewDevice, storeNewDevice } from './devices.change.js';
import { deviceMailLimit } from './devices.limits.js';
import { NewDevices, type NewDeviceDoc } from './devices.model.js';
import { viewNewDevice } from './devices.view.js';

/** Whose sign-in it is. */
interface Owner {
  _id: Types.ObjectId;
  username: string;
  displayName: string;
  email: string | null;
}

/** The mail. Nothing in it is text of the one who signed in: a browser may say that it is anything. */
async function mailOf(server: Server, owner: Owner, stored: NewDeviceDoc): Promise<void> {
  if (!server.mail || owner.email === null) return;
  const userId = String(owner._id);
  await server.limits.take(deviceMailLimit, userId);
  const { name } = await readWorkspace(server);
  const { device, address, at } = viewNewDevice(stored);
  const token = signDeviceToken(server, { userId, sessionId: stored._id }, ASKED_MS / 1000);
  const named = [device.browser ?? 'A program', ...(device.system === null ? [] : [device.system])].join(
    ' on ',
  );
  mailLater(server, {
    to: owner.email,
    subject: `New sign-in to ${name}`,
    text: `Hello ${oneLine(owner.displayName)},\n\nyour account @${owner.username} in ${oneLine(name)} was signed in to from a new device:\n\n${named}\nAddress: ${address}\nTime: ${at.slice(0, 16).replace('T', ' ')} UTC\n\nWas that you? Then there is nothing to do.\n\nIf not, end that session here, and change your password:\n${publicAddress(server.config.PUBLIC_URL, devicePath(token))}\n`,
  });
}

/** Somebody has signed in by a browser that is new for them: their other pages and their mailbox hear of it, unless it is the first. */
export async function noticeDevice(
  server: Server,
  {
    sessionId,
    user,
    userAgent,
    address,
  }: { sessionId: string; user: Owner; userAgent: string; address: string },
): Promise<void> {
  const userId = String(user._id);
  // Accounts from before this was noted may have signed in long ago.
  const before =
    (await noteSignIn(server, user._id)) || (await findOtherSession(server, { userId, sessionId }));
  if (!before) return;
  const stored = await storeNewDevice(server, { _id: sessionId, userId: user._id, userAgent, address });
  server.publish.toUser(userId, 'device:new', { device: viewNewDevice(stored) });
  await mailOf(server, user, stored).catch((error: unknown) =>
    server.log.warn({ err: error, userId }, 'a mail about a new device was not sent'),
  );
}

/** One's own sign-ins that are new, the newest first, without that of this session: it cannot vouch for itself. */
export async function listNewDevices({ server, userId, sessionId }: Actor): Promise<NewDevice[]> {
  const found = await NewDevices(server)
    .find({ userId, _id: trusted({ $ne: sessionId }) })
    .sort({ at: -1 })
    .limit(20)
    .lean();
  const ended = new Set(
    await findEndedSessions(
      server,
      found.map(({ _id }) => _id),
    ),
  );
  return found.filter(({ _id }) => !ended.has(_id)).map(viewNewDevice);
}

/** "That was me", about another session of one's own. Idempotent. @throws not_found for that of this request, and for anybody else's */
export async function confirmDevice({ server, userId, sessionId }: Actor, of: string): Promise<void> {
  if (of === sessionId || !(await NewDevices(server).exists({ _id: of, userId }))) throw notFound();
  await removeNewDevice(server, of);
}

/** What a link of a mail is about. Changes nothing: programs open links, too. @throws unauthenticated for a link that is over */
export async function showDevice(server: Server, token: string): Promise<DeviceLinkView> {
  const { userId, sessionId } = readDeviceToken(server, token);
  const [user, device, ended] = await Promise.all([
    findAccount(server, userId),
    NewDevices(server).findById(sessionId).lean(),
    findEndedSessions(server, [sessionId]),
  ]);
  if (!user || user.erased) throw new AppError('unauthenticated');
  return {
    username: user.username,
    device: device && ended.length === 0 ? viewNewDevice(device) : null,
  };
}

/** Ends the session that a link of a mail is about, and forgets its browser. Idempotent. @throws unauthenticated for a link that is over */
export async function endDevice(server: Server, token: string, from: From): Promise<void> {
  const { userId, sessionId } = readDeviceToken(server, token);
  logEvent(server, 'device_denied', from, { userId, sessionId });
  await denySession(server, userId, { sessionId });
}
