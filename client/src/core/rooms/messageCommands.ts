import type { EditView, MessageView } from '@parley/shared/messages';
import type { Core } from '../core';

/** Changes to messages: each answers the message as it is now, which is taken in like an event. */
export async function editMessage(core: Core, messageId: string, text: string): Promise<void> {
  core.rooms.received([
    await core.api.request<MessageView>(`/messages/${messageId}`, { method: 'PATCH', body: { text } }),
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
  core.rooms.received([await core.api.request<MessageView>(path, { method: present ? 'PUT' : 'DELETE' })]);
}

export async function setPinned(core: Core, messageId: string, pinned: boolean): Promise<void> {
  const method = pinned ? 'PUT' : 'DELETE';
  core.rooms.received([await core.api.request<MessageView>(`/messages/${messageId}/pin`, { method })]);
}

export async function loadEdits(core: Core, messageId: string): Promise<EditView[]> {
  return (await core.api.request<{ edits: EditView[] }>(`/messages/${messageId}/edits`)).edits;
}
