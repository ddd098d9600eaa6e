import { AppError } from '@parley/shared/errors';
import { can, type Standing } from '@parley/shared/permissions';
import type { RightsLoss } from '../../platform/bus.js';
import type { Server } from '../../platform/context.js';
import { logEvent } from '../../platform/eventLog.js';
import { recordAuditBy } from '../audit/audit.change.js';
import { findStandingOf, loadRoom } from '../rooms/rooms.access.js';
import { tellOfBot } from '../users/audience.actions.js';
import { isBanned } from '../users/bans.access.js';
import { findAccount } from '../users/users.access.js';
import { retireBot } from '../users/users.change.js';
import { Webhooks, type WebhookDoc } from './webhooks.model.js';

/** Ends a webhook at once. Its messages stay, under its name. */
export async function endWebhook(server: Server, hook: WebhookDoc): Promise<void> {
  await Webhooks(server).deleteOne({ _id: hook._id });
  logEvent(server, 'webhook_ended', undefined, { webhookId: String(hook._id), roomId: String(hook.roomId) });
  const bot = await retireBot(server, String(hook.userId));
  if (bot) await tellOfBot(server, bot);
}

/** What the maker of a webhook may do in its room: it mentions everybody only if they may. Undefined where they are nobody any more. */
export async function makersStanding(
  server: Server,
  { createdBy, roomId }: WebhookDoc,
): Promise<Standing | undefined> {
  const maker = await findAccount(server, String(createdBy));
  return (
    maker && (await findStandingOf({ server, userId: String(createdBy), role: maker.role }, String(roomId)))
  );
}

/** Whether the maker of a webhook could still make it. An archived room refuses calls, but does not end its webhooks. */
export async function makerMay(server: Server, { createdBy, roomId }: WebhookDoc): Promise<boolean> {
  const maker = await findAccount(server, String(createdBy));
  if (!maker?.active || isBanned(maker)) return false;
  try {
    const actor = { server, userId: String(createdBy), sessionId: '', role: maker.role };
    const { standing } = await loadRoom(actor, String(roomId));
    return can('webhooks', { ...standing, archived: false });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false;
    throw error;
  }
}

/** Ends the webhooks of a person who lost the right to make them, or all of them. */
export async function endWebhooksOf(server: Server, { userId, all }: RightsLoss): Promise<void> {
  for (const hook of await Webhooks(server).find({ createdBy: userId }).lean())
    if (all || !(await makerMay(server, hook))) {
      await endWebhook(server, hook);
      await recordAuditBy(server, 'server', {
        action: 'webhook.removed',
        on: { kind: 'webhook', id: String(hook._id) },
        roomId: String(hook.roomId),
      });
    }
}
