import type { EditView } from '@parley/shared/messages';
import type { Core } from '../core';

/** Changes to messages: each answer is the message as it is now, applied like an event. */
export async function editMessage(core: Core, messageId: string, text: string): Promise<void> {
  core.rooms.received([
    await core.api.request('PATCH /messages/{messageId}', { path: { messageId }, body: { text } }),
  ]);
}

export async function deleteMessage(core: Core, messageId: string): Promise<void> {
  await core.api.request('DELETE /messages/{messageId}', { path: { messageId } });
}

export async function setReaction(
  core: Core,
  at: { messageId: string; emoji: string },
  present: boolean,
): Promise<void> {
  const route = `${present ? 'PUT' : 'DELETE'} /messages/{messageId}/reactions/{emoji}` as const;
  core.rooms.received([await core.api.request(route, { path: at })]);
}

export async function setPinned(core: Core, messageId: string, pinned: boolean): Promise<void> {
  const route = `${pinned ? 'PUT' : 'DELETE'} /messages/{messageId}/pin` as const;
  core.rooms.received([await core.api.request(route, { path: { messageId } })]);
}

export async function loadEdits(core: Core, messageId: string): Promise<EditView[]> {
  return (await core.api.request('GET /messages/{messageId}/edits', { path: { messageId } })).edits;
}
