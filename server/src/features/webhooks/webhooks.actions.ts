import { randomBytes, timingSafeEqual } from 'node:crypto';
import { notFound } from '@parley/shared/errors';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { CreatedWebhook, CreateWebhookInput, WebhookView } from '@parley/shared/webhooks';
import { Types } from 'mongoose';
import { basePathOf } from '../../platform/basePath.js';
import type { Actor, Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import type { LimitsUsed } from '../../platform/rateLimit.js';
import { hashToken } from '../../platform/secrets.js';
import { inSlot } from '../../platform/slots.js';
import { recordAudit } from '../audit/audit.change.js';
import { postAs } from '../messages/messages.actions.js';
import { findRoomUnchecked, loadRoomFor, requireCan } from '../rooms/rooms.access.js';
import { tellOfBot } from '../users/audience.actions.js';
import { requireUnmuted } from '../users/mutes.access.js';
import { insertAccount } from '../users/users.change.js';
import { filterText } from '../wordFilter/wordFilter.access.js';
import { endWebhook, makerMay, makersStanding } from './webhooks.end.js';
import { Webhooks, type WebhookDoc } from './webhooks.model.js';
import { makeWebhookLimit, webhookLimit } from './webhooks.limits.js';

const viewWebhook = (hook: WebhookDoc): WebhookView => ({
  webhookId: String(hook._id),
  roomId: String(hook.roomId),
  userId: String(hook.userId),
  name: hook.name,
  createdAt: hook.createdAt.toISOString(),
  lastUsedAt: hook.lastUsedAt?.toISOString() ?? null,
});

/** The webhooks that a person has made. */
export const listWebhooksOf = async (server: Server, userId: string): Promise<WebhookView[]> =>
  (await Webhooks(server).find({ createdBy: userId }).limit(1000).lean()).map(viewWebhook);

/** The webhooks of a room, for those who may manage them. */
export async function listWebhooks(actor: Actor, roomId: string): Promise<WebhookView[]> {
  await loadRoomFor(actor, roomId, 'webhooks');
  const found = await Webhooks(actor.server).find({ roomId }).sort({ createdAt: 1 }).lean();
  return found.map(viewWebhook);
}

/** Creates a webhook and its account. Only this response contains its address. */
export async function createWebhook(
  actor: Actor,
  roomId: string,
  input: CreateWebhookInput,
): Promise<CreatedWebhook> {
  const { server } = actor;
  const { standing } = await loadRoomFor(actor, roomId, 'webhooks');
  // It is a way to post.
  requireCan('post', standing);
  await server.limits.take(makeWebhookLimit, actor.userId, actor.limitsUsed);
  const name = await filterText(server, input.name);
  const webhookId = new Types.ObjectId();
  const secret = randomBytes(24).toString('base64url');
  const now = new Date();
  const bot = {
    _id: new Types.ObjectId(),
    version: 1,
    username: `hook-${String(webhookId)}`,
    displayName: name,
    email: null,
    statusText: '',
    statusEmoji: '',
    role: 'guest' as const,
    active: true,
    showReceipts: false,
    presenceMode: 'auto' as const,
    bot: true as const,
    speaksIn: new Types.ObjectId(roomId),
    createdAt: now,
  };
  const hook: WebhookDoc = {
    _id: webhookId,
    roomId: new Types.ObjectId(roomId),
    userId: bot._id,
    createdBy: new Types.ObjectId(actor.userId),
    name,
    hash: hashToken(secret),
    createdAt: now,
    lastUsedAt: null,
  };
  const model = Webhooks(server);
  const slots = { of: { roomId: hook.roomId }, most: limits.webhooksPerRoom };
  // Before its account: a refused one leaves none. After a crash in between nobody has the secret, and the webhook can be removed.
  if (!(await inSlot(model, slots, (slot) => model.create({ ...hook, slot }))))
    throw refusal('webhooks.tooMany', { most: limits.webhooksPerRoom });
  await insertAccount(server, bot);
  await tellOfBot(server, { ...bot, names: [bot.username] });
  await recordAudit(actor, {
    action: 'webhook.created',
    on: { kind: 'webhook', id: String(webhookId) },
    roomId,
  });
  return {
    ...viewWebhook(hook),
    path: `${basePathOf(server.config.PUBLIC_URL)}/api/v1/hooks/${String(webhookId)}/${secret}`,
  };
}

/** Removes a webhook at once. Its messages stay, under its name. @throws not_found */
export async function removeWebhook(actor: Actor, webhookId: string): Promise<void> {
  const hook = await Webhooks(actor.server).findById(webhookId).lean();
  if (!hook) throw notFound();
  await loadRoomFor(actor, String(hook.roomId), 'webhooks');
  await endWebhook(actor.server, hook);
  await recordAudit(actor, {
    action: 'webhook.removed',
    on: { kind: 'webhook', id: webhookId },
    roomId: String(hook.roomId),
  });
}

/** Removes all webhooks of a person. */
export async function removeWebhooksOf(server: Server, userId: string): Promise<void> {
  for (const hook of await Webhooks(server).find({ createdBy: userId }).lean())
    await endWebhook(server, hook);
}

/** A wrong secret gets not_found, whether or not there is such a webhook. */
async function loadBySecret(server: Server, webhookId: string, secret: string): Promise<WebhookDoc> {
  const hook = await Webhooks(server).findById(webhookId).lean();
  const given = Buffer.from(hashToken(secret));
  if (!hook || !timingSafeEqual(Buffer.from(hook.hash), given)) throw notFound();
  // It ends when its maker loses the right. This check is for a server that stopped in between.
  if (!(await makerMay(server, hook))) {
    await endWebhook(server, hook);
    throw notFound();
  }
  return hook;
}

/** Hashed addresses of webhooks whose secret was verified lately, by server. */
const recentlyRight = perServer(() => new Set<string>());
const MAX_CACHED = 1000;

/**
 * Admits a call of a webhook before its body is read. Wrong secrets count against the caller's address and not against the
 * webhook, whose id others may have; a secret verified lately is not limited by neighbours who guess.
 * @throws rate_limited, not_found
 */
export async function admitCall(
  server: Server,
  at: { webhookId: string; secret: string; limitsUsed: LimitsUsed; refusedAs: string },
): Promise<void> {
  const right = recentlyRight(server);
  const key = hashToken(`${at.webhookId}/${at.secret}`);
  if (!right.has(key)) await server.limits.checkRefusals(at.refusedAs);
  await loadBySecret(server, at.webhookId, at.secret);
  if (right.size >= MAX_CACHED) right.clear();
  right.add(key);
  await server.limits.take(webhookLimit, at.webhookId, at.limitsUsed);
}

/** Posts a webhook's message. @throws not_found, forbidden in an archived room, invalid when it has no text */
export async function receiveWebhook(
  server: Server,
  at: { webhookId: string; secret: string; clientId: string },
  text: string,
): Promise<void> {
  // Again: it may have been removed while the body was received.
  const hook = await loadBySecret(server, at.webhookId, at.secret);
  const room = await findRoomUnchecked(server, String(hook.roomId));
  if (!room || room.archived) throw refusal('rooms.archived');
  // Who may not write may not do so through their program either.
  await requireUnmuted({ server, userId: String(hook.createdBy) }, String(hook.roomId));
  await postAs(
    server,
    { roomId: String(hook.roomId), authorId: String(hook.userId), clientId: at.clientId },
    { text: await filterText(server, text), standing: await makersStanding(server, hook) },
  );
  await Webhooks(server).updateOne({ _id: hook._id }, { $set: { lastUsedAt: new Date() } });
}
