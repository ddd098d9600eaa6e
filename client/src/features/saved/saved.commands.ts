import type { Core } from '../../core/core';

/** Saves a message for oneself, or removes it. The result arrives as an event. */
export async function setSaved(core: Core, messageId: string, saved: boolean): Promise<void> {
  await core.api.request(`${saved ? 'PUT' : 'DELETE'} /me/saved/{messageId}`, { path: { messageId } });
}
