import type { Core } from './core';
import type { DialogState } from './dialogs';
import { orSoon } from './leaving';

/** What would be lost with this browser's storage. */
export interface UnsentWork {
  messages: number;
  /** Rooms with a text, an edit or files that are stored nowhere else. */
  drafts: number;
}

export async function unsentWork({ storage, store, options }: Core): Promise<UnsentWork> {
  // Items of other tabs are only in the storage; with a full disk they are only in memory.
  const stored = (await storage?.outbox.all().catch(() => [])) ?? [];
  const messages = new Set([...stored, ...store.getState().timelines.outbox].map(({ clientId }) => clientId));
  const parts = options.features.flatMap(({ unsent }) => unsent ?? []);
  const drafts = new Set(parts.flatMap(({ read }) => read().map(([roomId]) => roomId)));
  return { messages: messages.size, drafts: drafts.size };
}

/** Signs out; asks the person before if something would be lost. */
export async function signOutOrAsk(core: Core, show: (dialog: DialogState) => void): Promise<void> {
  await orSoon(Promise.all(core.options.features.map(async ({ flush }) => await flush?.())));
  const { messages, drafts } = await unsentWork(core);
  if (messages + drafts > 0) show({ kind: 'signOut' });
  else await core.signOut();
}

/** Restores what an earlier session of this person encrypted; the code for it is loaded only then. */
export async function openSealed({ storage, who, outbox, options }: Core): Promise<void> {
  const storageKey = who?.storageKey;
  if (!storage || storageKey === undefined) return;
  const stored = await storage.outbox.all();
  if (!stored.some((item) => 'sealed' in item)) return;
  const { openUnsent } = await import('./unsent');
  await openUnsent(storage, storageKey, options.features, async () => outbox?.load());
}
