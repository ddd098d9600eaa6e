import type { MessageView } from '@parley/shared/messages';
import {
  deleteMessage,
  editMessage,
  setPinned,
  setReaction,
} from '../../client/src/core/rooms/messageCommands';
import { setSaved } from '../../client/src/features/saved/saved.commands';
import { putMember, removeMember, updateRoom } from '../../client/src/core/rooms/commands';
import type { Client } from './client';

/** The people who make changes: several in one room, and a side room that the first of them owns. */
export interface World {
  clients: Client[];
  roomId: string;
  sideId: string;
}

export const pick = <T>(random: () => number, items: T[]): T =>
  items[Math.floor(random() * items.length)] as T;

/** Changes other than messages: names, topics, people, memberships, marks, saved messages. And a message with a file. */
async function changeOther(
  random: () => number,
  client: Client,
  { clients, roomId, sideId, message }: World & { message: MessageView | undefined },
): Promise<unknown> {
  const { api } = client.core;
  const [owner, ...others] = clients;
  const userId = pick(random, others).store.getState().session.me?.userId ?? '';
  const what = random();
  if (what < 0.15) return await client.sayWithFile(roomId);
  if (what < 0.3 && message) return await setSaved(client.core, message.messageId, random() < 0.7);
  if (what < 0.4 && message) return client.core.markRead(roomId, message.seq);
  if (what < 0.45 && message) {
    const ownId = client.store.getState().session.me?.userId ?? '';
    return await putMember(client.core, { roomId, userId: ownId }, { unreadFrom: message.seq });
  }
  if (what < 0.6)
    return await api.request('PATCH /me', {
      body: { displayName: `${client.name} ${Math.floor(random() * 100)}`, statusText: 'changed' },
    });
  if (!owner) return;
  if (what < 0.75)
    return await updateRoom(owner.core, sideId, { topic: `topic ${Math.floor(random() * 100)}` });
  if (what < 0.9) return await putMember(owner.core, { roomId: sideId, userId }, {});
  return await removeMember(owner.core, { roomId: sideId, userId });
}

/** A message that can still be changed, if there is one. */
function anyMessage(random: () => number, client: Client, roomId: string): MessageView | undefined {
  const { messages = [] } = client.store.getState().timelines.byRoom[roomId] ?? {};
  const alive = messages.filter((message) => !message.deletedAt && !message.notice);
  return alive.length > 0 ? pick(random, alive) : undefined;
}

/**
 * One random change of any kind by one of them. Rejects when a wire is cut or another client was faster, which is part of the
 * test.
 */
export async function changeSomething(random: () => number, world: World, client: Client): Promise<unknown> {
  const { roomId } = world;
  const message = anyMessage(random, client, roomId);
  const mine = message?.authorId === client.store.getState().session.me?.userId;
  const what = random();
  if (what < 0.44 || !message) return await client.say(roomId);
  if (what < 0.5) return await client.call(roomId, random());
  if (what < 0.66) return await changeOther(random, client, { ...world, message });
  if (what < 0.77 && mine) return await editMessage(client.core, message.messageId, `${message.text} edited`);
  if (what < 0.83 && mine && message.text.includes('edited'))
    return await deleteMessage(client.core, message.messageId);
  if (what < 0.95)
    return await setReaction(
      client.core,
      { messageId: message.messageId, emoji: pick(random, ['👍', '🎉', '👀']) },
      random() < 0.7,
    );
  return await setPinned(client.core, message.messageId, random() < 0.7);
}
