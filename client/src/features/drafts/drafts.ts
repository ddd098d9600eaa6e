import type { DraftView } from '@parley/shared/drafts';
import { useSyncExternalStore } from 'react';

/**
 * What is half written in each room: kept in the browser at once, so that neither a reload nor another room loses it, and
 * on the server a moment later, so that it is on one's other devices too.
 */
interface Draft {
  text: string;
  /** The server does not know it yet. */
  unsent: boolean;
}
type Drafts = Record<string, Draft>;

const KEY = 'parley.drafts.2';
/** The server hears of a draft when one pauses, and not of every letter. */
const PAUSE_MS = 1000;
const listeners = new Set<() => void>();
const local = typeof localStorage === 'undefined' ? undefined : localStorage;

function read(): Drafts {
  try {
    return JSON.parse(local?.getItem(KEY) ?? '{}') as Drafts;
  } catch {
    return {};
  }
}

let drafts = read();
let send: ((roomId: string, text: string) => Promise<unknown>) | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function store(next: Drafts): void {
  drafts = next;
  local?.setItem(KEY, JSON.stringify(drafts));
  for (const listener of listeners) listener();
}

function put(roomId: string, draft: Draft): void {
  const { [roomId]: _old, ...others } = drafts;
  // One that was emptied is remembered until the server knows.
  store(draft.text === '' && !draft.unsent ? others : { ...others, [roomId]: draft });
}

/** Tells the server what it does not know; what fails is told with the next change or connection. */
function sendUnsent(): void {
  for (const [roomId, { text, unsent }] of Object.entries(drafts)) {
    if (!unsent) continue;
    send?.(roomId, text).then(
      () => drafts[roomId]?.text === text && put(roomId, { text, unsent: false }),
      () => undefined,
    );
  }
}

export function saveDraft(roomId: string, text: string): void {
  if ((drafts[roomId]?.text ?? '') === text) return;
  put(roomId, { text, unsent: true });
  clearTimeout(timer);
  timer = setTimeout(sendUnsent, PAUSE_MS);
}

/** Takes what the server keeps: in place of what is here, unless that is newer than the server knows. */
export function draftsSynced(
  known: DraftView[],
  tell: (roomId: string, text: string) => Promise<unknown>,
): void {
  send = tell;
  const unsent = Object.entries(drafts).filter(([, draft]) => draft.unsent);
  const synced = known.map(({ roomId, text }) => [roomId, { text, unsent: false }]);
  store(Object.fromEntries([...synced, ...unsent]) as Drafts);
  sendUnsent();
}

/** Another device has written. What is being written here stays. */
export function draftHeard({ roomId, text }: DraftView): void {
  if (drafts[roomId]?.unsent !== true) put(roomId, { text, unsent: false });
}

/** Nothing of one person is left to the next on the same browser. */
export function draftsForgotten(): void {
  send = undefined;
  clearTimeout(timer);
  store({});
}

export const readDraft = (roomId: string): string => drafts[roomId]?.text ?? '';

const subscribe = (changed: () => void): (() => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export const useDraft = (roomId: string): string => useSyncExternalStore(subscribe, () => readDraft(roomId));

/** Every room with something half written in it. */
export const useDrafts = (): Drafts => useSyncExternalStore(subscribe, () => drafts);
