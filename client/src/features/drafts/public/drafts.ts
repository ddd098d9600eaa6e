import type { DraftView } from '@parley/shared/drafts';
import { useSyncExternalStore } from 'react';
import { base } from '../../../platform/base';

/**
 * The draft of each room: stored in the browser at once, so that neither a reload nor another room loses it, and on the
 * server after a pause, for one's other devices.
 */
interface Draft {
  text: string;
  /** The server does not have it yet. */
  unsent: boolean;
}
type Drafts = Record<string, Draft>;

const KEY = `parley${base}.drafts.2`;
/** A draft is sent after this pause in typing, not with every letter. */
const PAUSE_MS = 1000;
/** This long after the last letter, in ms, a draft of another device does not replace the one here. */
const WRITING_MS = 60_000;
const listeners = new Set<() => void>();
/** When each room's draft was last changed by typing on this page. */
const typedAt = new Map<string, number>();
/** Drafts received from another device while one is writing here. */
const waiting = new Map<string, string>();
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
  // An emptied draft is stored until the server has it.
  store(draft.text === '' && !draft.unsent ? others : { ...others, [roomId]: draft });
}

async function sendOne(roomId: string, text: string): Promise<void> {
  await send?.(roomId, text);
  // From now on the server has this one instead of theirs.
  waiting.delete(roomId);
  if (send && drafts[roomId]?.text === text) put(roomId, { text, unsent: false });
}

/** Sends what the server does not have yet. What fails is retried with the next change or connection. @returns when all is tried */
export async function sendUnsentDrafts(): Promise<void> {
  clearTimeout(timer);
  const unsent = Object.entries(drafts).filter(([, draft]) => draft.unsent);
  await Promise.allSettled(unsent.map(([roomId, { text }]) => sendOne(roomId, text)));
}

/** The texts that are only in this browser, by room. */
export const unsentDrafts = (): [string, string][] =>
  Object.entries(read()).flatMap(([roomId, { text, unsent }]) =>
    unsent && text !== '' ? [[roomId, text] as [string, string]] : [],
  );

export function saveDraft(roomId: string, text: string): void {
  if ((drafts[roomId]?.text ?? '') === text) return;
  typedAt.set(roomId, Date.now());
  // Sent or discarded here while another device writes something else: its draft must not be emptied.
  if (text === '' && waiting.delete(roomId)) return put(roomId, { text, unsent: false });
  put(roomId, { text, unsent: true });
  clearTimeout(timer);
  timer = setTimeout(() => void sendUnsentDrafts(), PAUSE_MS);
}

/**
 * Merges the draft of another device: theirs wins, unless ours is newer or being written. Ours is then sent with the next
 * change or connection, not at once: two devices that write would overwrite each other for ever. A draft that only continues
 * ours is taken over in any case, since nothing of ours is lost.
 */
function met(roomId: string, theirs: string): Draft {
  const here = drafts[roomId] ?? { text: '', unsent: false };
  const writing = Date.now() - (typedAt.get(roomId) ?? -WRITING_MS) < WRITING_MS;
  // An empty draft of theirs means sent or discarded: this same text, if the server has ours.
  const other = theirs !== '' && here.text !== '' && !theirs.startsWith(here.text);
  if (here.text !== theirs && (here.unsent || (writing && other))) {
    if (theirs !== '') waiting.set(roomId, theirs);
    return { text: here.text, unsent: true };
  }
  // From now on it is theirs, and they may empty it.
  if (here.text !== theirs) typedAt.delete(roomId);
  return { text: theirs, unsent: false };
}

/** Applies the server's drafts, unless the one here is newer or being written. */
export function draftsSynced(
  known: DraftView[],
  tell: (roomId: string, text: string) => Promise<unknown>,
): void {
  send = tell;
  const texts = new Map(known.map(({ roomId, text }) => [roomId, text]));
  const rooms = new Set([...texts.keys(), ...Object.keys(drafts)]);
  const next = [...rooms].map((roomId): [string, Draft] => [roomId, met(roomId, texts.get(roomId) ?? '')]);
  store(Object.fromEntries(next.filter(([, { text, unsent }]) => text !== '' || unsent)));
  void sendUnsentDrafts();
}

/** Another device changed its draft, or sent it. */
export function draftReceived({ roomId, text }: DraftView): void {
  put(roomId, met(roomId, text));
}

/** Deletes all drafts: the next person on this browser must find none. */
export function draftsForgotten(): void {
  send = undefined;
  typedAt.clear();
  waiting.clear();
  clearTimeout(timer);
  store({});
}

export const readDraft = (roomId: string): string => drafts[roomId]?.text ?? '';

const subscribe = (changed: () => void): (() => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export const useDraft = (roomId: string): string => useSyncExternalStore(subscribe, () => readDraft(roomId));

/** The drafts of all rooms. */
export const useDrafts = (): Drafts => useSyncExternalStore(subscribe, () => drafts);
