import { notFound } from '@parley/shared/errors';
import { INTEGRATIONS_PAGE, type AnyWebhookView, type IntegrationsQuery } from '@parley/shared/integrations';
import { trusted, Types } from 'mongoose';
import type { Actor } from '../../platform/context.js';
import { recordAudit } from '../audit/audit.change.js';
import { nameRooms } from '../rooms/managed.access.js';
import { findAccounts } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { endWebhook } from './webhooks.end.js';
import { Webhooks } from './webhooks.model.js';

/** A page of all webhooks, the newest first, without their addresses. @throws forbidden */
export async function listAnyWebhooks(
  actor: Actor,
  { before }: IntegrationsQuery,
): Promise<{ webhooks: AnyWebhookView[]; next: string | null }> {
  requireWorkspace(actor, 'manageIntegrations');
  const found = await Webhooks(actor.server)
    .find(before === undefined ? {} : { _id: trusted({ $lt: new Types.ObjectId(before) }) })
    .sort({ _id: -1 })
    .limit(INTEGRATIONS_PAGE)
    .lean();
  const roomIds = [...new Set(found.map(({ roomId }) => String(roomId)))];
  const makers = [...new Set(found.map(({ createdBy }) => String(createdBy)))];
  const [{ names }, accounts] = await Promise.all([
    nameRooms(actor, roomIds),
    findAccounts(actor.server, makers),
  ]);
  const webhooks = found.map((hook) => {
    const [roomId, userId] = [String(hook.roomId), String(hook.createdBy)];
    const roomName = names.get(roomId) ?? null;
    return {
      webhookId: String(hook._id),
      // Its name may say as much of a private room as the room's.
      name: roomName === null ? null : hook.name,
      roomId,
      roomName,
      madeBy: { userId, displayName: accounts.get(userId)?.displayName ?? '' },
      createdAt: hook.createdAt.toISOString(),
      lastUsedAt: hook.lastUsedAt?.toISOString() ?? null,
    };
  });
  return { webhooks, next: found.length === INTEGRATIONS_PAGE ? (webhooks.at(-1)?.webhookId ?? null) : null };
}

/** Removes any webhook at once. Its messages stay, under its name. @throws forbidden, not_found */
export async function removeAnyWebhook(actor: Actor, webhookId: string): Promise<void> {
  requireWorkspace(actor, 'manageIntegrations');
  const hook = await Webhooks(actor.server).findById(webhookId).lean();
  if (!hook) throw notFound();
  await endWebhook(actor.server, hook);
  await recordAudit(actor, {
    action: 'webhook.removed',
    on: { kind: 'webhook', id: webhookId },
    roomId: String(hook.roomId),
  });
}
