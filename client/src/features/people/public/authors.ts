import type { UserView } from '@parley/shared/users';
import { limits } from '@parley/shared/limits';
import { useEffect } from 'react';
import type { Core } from '../../../core/core';
import { useCore } from '../../../core/coreContext';
import { userChanged } from '../../../core/state/people';

/** Authors requested within this interval are one request. */
const TOGETHER_MS = 20;

/** Names of authors in rooms one reads who are not among the people one sees. */
class Authors {
  private readonly known = new Map<string, UserView>();
  private readonly requested = new Set<string>();
  private readonly waiting = new Map<string, Set<string>>();

  constructor(private readonly core: Core) {}

  /** Requests the name of an author in a room, unless it is known. */
  want(roomId: string, userId: string): void {
    const { store } = this.core;
    if (userId === '' || store.getState().people.users.entities[userId]) return;
    const known = this.known.get(userId);
    // A sync replaces all people by those one sees: the others are added again.
    if (known) return void store.dispatch(userChanged(known));
    const key = `${roomId} ${userId}`;
    if (this.requested.has(key)) return;
    this.requested.add(key);
    const waiting = this.waiting.get(roomId);
    if (waiting) return void waiting.add(userId);
    this.waiting.set(roomId, new Set([userId]));
    setTimeout(() => void this.ask(roomId), TOGETHER_MS);
  }

  private async ask(roomId: string): Promise<void> {
    const { api, store } = this.core;
    const all = [...(this.waiting.get(roomId) ?? [])];
    this.waiting.delete(roomId);
    for (let from = 0; from < all.length; from += limits.authors) {
      const ids = all.slice(from, from + limits.authors);
      try {
        const { users } = await api.request('GET /rooms/{roomId}/authors', {
          path: { roomId },
          query: { ids: ids.join() },
        });
        for (const user of users) {
          this.known.set(user.userId, user);
          // A person who has become visible meanwhile is stored with more than a name.
          if (!store.getState().people.users.entities[user.userId]) store.dispatch(userChanged(user));
        }
      } catch {
        // Offline: requested again with the next message.
        for (const userId of ids) this.requested.delete(`${roomId} ${userId}`);
      }
    }
  }

  /** Names the authors of the messages loaded here, now and after each change. Returns the unsubscribe function. */
  watch(): () => void {
    const { store } = this.core;
    const looked = new Map<string, unknown>();
    let people: unknown;
    const look = (): void => {
      const state = store.getState();
      if (people !== state.people.users.entities) looked.clear();
      people = state.people.users.entities;
      if (!state.session.ready) return;
      for (const [roomId, { messages }] of Object.entries(state.timelines.byRoom)) {
        if (looked.get(roomId) === messages) continue;
        looked.set(roomId, messages);
        for (const { authorId } of messages) this.want(roomId, authorId);
      }
    };
    look();
    return store.subscribe(look);
  }
}

const authorsOf = new WeakMap<Core, Authors>();

function authors(core: Core): Authors {
  const known = authorsOf.get(core) ?? new Authors(core);
  authorsOf.set(core, known);
  return known;
}

/** Names the authors of the messages in rooms. */
export function useAuthors(): void {
  const core = useCore();
  useEffect(() => authors(core).watch(), [core]);
}

/** Names the author of one message from anywhere. */
export function useAuthorOf({ roomId, authorId }: { roomId: string; authorId: string }): void {
  const core = useCore();
  useEffect(() => authors(core).want(roomId, authorId), [core, roomId, authorId]);
}
