import { editView, messageView, type EditView } from '@parley/shared/messages';
import { z } from 'zod';
import type { Core } from '../../app/core';

/** Changes to messages: each answers the message as it is now, which is taken in like an event. */
export async function editMessage(core: Core, messageId: string, text: string): Promise<void> {
  core.rooms.heard([
    messageView.parse(await core.api.request(`/messages/${messageId}`, { method: 'PATCH', body: { text } })),
  ]);
}

export async function deleteMessage(core: Core, messageId: string): Promise<void> {
  await core.api.request(`/messages/${messageId}`, { method: 'DELETE' });
}

export async function setReaction(
  core: Core,
  at: { messageId: string; emoji: string },
  present: boolean,
): Promise<void> {
  const path = `/messages/${at.messageId}/reactions/${encodeURIComponent(at.emoji)}`;
  core.rooms.heard([messageView.parse(await core.api.request(path, { method: present ? 'PUT' : 'DELETE' }))]);
}

export async function loadEdits(core: Core, messageId: string): Promise<EditView[]> {
  return z.object({ edits: z.array(editView) }).parse(await core.api.request(`/messages/${messageId}/edits`))
    .edits;
}
