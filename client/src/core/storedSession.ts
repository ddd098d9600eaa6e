import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import type { RoomState, SyncView } from '@parley/shared/sync';
import type { MeView, UserView } from '@parley/shared/users';
import { base } from '../platform/base';
import type { Storage } from '../platform/storage';

const KEY = `parley${base}.me`;
// Without a page nothing is stored.
const local = typeof localStorage === 'undefined' ? undefined : localStorage;

/** Who is signed in, the token they sign out with, and the key that encrypts their unsent work. */
export interface StoredSession {
  me: MeView;
  signOutToken?: string | undefined;
  storageKey?: string | undefined;
}

/** Stores who is signed in on this browser, for a start without a network; undefined after signing out. */
export function storeSession(who: StoredSession | undefined): void {
  if (who) local?.setItem(KEY, JSON.stringify({ version: PROTOCOL_VERSION, ...who }));
  else local?.removeItem(KEY);
}

/** Calls `left` when another tab has signed out, or signed somebody else in. Returns the unsubscribe function. */
export function onSessionChangedElsewhere(userId: string, left: () => void): () => void {
  if (!local) return () => undefined;
  const received = ({ key }: StorageEvent): void => {
    // `null`: everything was cleared.
    if ((key === KEY || key === null) && readStoredSession()?.me.userId !== userId) left();
  };
  window.addEventListener('storage', received);
  return () => window.removeEventListener('storage', received);
}

/** Was somebody signed in on this browser, by this page or an older one? */
export const wasSignedIn = (): boolean => local?.getItem(KEY) != null;

/** Sessions stored before user names could be changed have no former names. */
function withNames<User extends UserView>(user: User): User {
  const { formerNames } = user as Partial<UserView>;
  return formerNames ? user : { ...user, formerNames: [] };
}

/** @param old also returns what a page of another version stored */
export function readStoredSession(old = false): StoredSession | undefined {
  const stored = JSON.parse(local?.getItem(KEY) ?? 'null') as (StoredSession & { version: number }) | null;
  // What an older page stored may lack what this one needs.
  if (!stored || (stored.version !== PROTOCOL_VERSION && !old)) return undefined;
  return { me: withNames(stored.me), signOutToken: stored.signOutToken, storageKey: stored.storageKey };
}

/** Stores one's rooms and people as they are now. */
export function storeSync(store: Storage, sync: SyncView): void {
  // What cannot be stored (a full disk) is fetched again.
  store.values.put('sync', { version: PROTOCOL_VERSION, sync }).catch(() => undefined);
}

/** The stored rooms and people, with what was read since. */
export async function readStoredSync(store: Storage): Promise<SyncView | undefined> {
  const stored = (await store.values.get('sync').catch(() => undefined)) as
    { version: number; sync: SyncView } | undefined;
  if (stored?.version !== PROTOCOL_VERSION) return undefined;
  const marks = await readStoredMarks(store);
  const rooms = stored.sync.rooms.map((state) => {
    const readSeq = Math.max(state.member.readSeq, marks[state.room.roomId] ?? 0);
    const mentionSeqs = state.mentionSeqs.filter((seq) => seq > readSeq);
    // Stored before there was `uncounted`.
    const { uncounted = { deleted: [], own: [] } } = state as Partial<RoomState>;
    return { ...state, member: { ...state.member, readSeq }, mentionSeqs, uncounted };
  });
  return { ...stored.sync, rooms, users: stored.sync.users.map(withNames) };
}

type Marks = Record<string, number>;

/** How far one has read since the stored sync, by room. */
export const readStoredMarks = async (store: Storage): Promise<Marks> =>
  ((await store.values.get('marks').catch(() => undefined)) ?? {}) as Marks;

/** Changes the stored marks in one transaction, since other tabs write them too. */
export const changeStoredMarks = (store: Storage, change: (stored: Marks) => Marks): Promise<void> =>
  // What cannot be stored (a full disk) is marked again when it is read again.
  store.values.change('marks', (stored) => change((stored ?? {}) as Marks)).catch(() => undefined);
