import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { managedNonce } from '@noble/ciphers/utils.js';
import { readDraft, saveDraft, unsentDrafts } from '../features/drafts/public/drafts';
import { readUnfinished, saveUnfinished, unfinishedEdits } from '../features/drafts/public/unfinished';
import { newId } from '../platform/newId';
import type { Storage } from '../platform/storage';
import type { Attachment, OutboxItem } from '../sync/outbox';

/**
 * What somebody has not sent when their session ends by itself, encrypted in place: their storage key goes with the session and comes
 * with their next sign-in (decision 034). By a library and not WebCrypto, which browsers have only for pages over HTTPS.
 */
interface Sealed {
  clientId: string;
  /** `Content` as JSON. */
  sealed: Uint8Array;
  /** The bytes of the message's files, in its order. */
  files: Uint8Array[];
}

interface Content {
  item?: OutboxItem;
  drafts?: ReturnType<typeof unsentDrafts>;
  edits?: ReturnType<typeof unfinishedEdits>;
}

/** Puts a fresh nonce before what it encrypts. */
const cipherOf = (storageKey: string) =>
  managedNonce(xchacha20poly1305)(
    Uint8Array.from(atob(storageKey.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0)),
  );
type Cipher = ReturnType<typeof cipherOf>;

const sealedAs = (cipher: Cipher, clientId: string, content: Content, files: Uint8Array[] = []): Sealed => ({
  clientId,
  sealed: cipher.encrypt(new TextEncoder().encode(JSON.stringify(content))),
  files: files.map((bytes) => cipher.encrypt(bytes)),
});

const bytesOf = async ({ blob }: Attachment): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

/** Encrypts what is not sent. The same again changes nothing. */
export async function seal(storage: Storage, storageKey: string): Promise<void> {
  const cipher = cipherOf(storageKey);
  const [drafts, edits] = [unsentDrafts(), unfinishedEdits()];
  if (drafts.length + edits.length > 0)
    await storage.outbox.put(sealedAs(cipher, newId(), { drafts, edits }));
  for (const item of (await storage.outbox.all()) as (OutboxItem | Sealed)[]) {
    if ('sealed' in item) continue;
    const files = await Promise.all((item.attachments ?? []).map(bytesOf));
    await storage.outbox.put(sealedAs(cipher, item.clientId, { item }, files));
  }
}

async function putBack(storage: Storage, cipher: Cipher, { clientId, sealed, files }: Sealed): Promise<void> {
  const { item, drafts, edits } = JSON.parse(new TextDecoder().decode(cipher.decrypt(sealed))) as Content;
  for (const [roomId, text] of drafts ?? []) if (readDraft(roomId) === '') saveDraft(roomId, text);
  for (const [roomId, edit] of edits ?? []) saveUnfinished(roomId, { edit, ...readUnfinished(roomId) });
  if (!item) return await storage.outbox.remove(clientId);
  const attachments = item.attachments?.map((file, i) => ({
    ...file,
    blob: new Blob([cipher.decrypt(files[i] ?? new Uint8Array())], {
      type: file.type,
    }),
  }));
  const opened = { ...item, ...(attachments ? { attachments } : {}) };
  await storage.outbox.put(opened);
}

/**
 * Puts back what the end of an earlier session of this person has encrypted, and sends it.
 * @param reload reads the outbox again
 */
export async function openUnsent(
  storage: Storage,
  storageKey: string,
  reload: () => Promise<unknown>,
): Promise<void> {
  const cipher = cipherOf(storageKey);
  const all = (await storage.outbox.all()) as (OutboxItem | Sealed)[];
  const sealed = all.filter((item): item is Sealed => 'sealed' in item);
  for (const one of sealed)
    // Of a key that is no more, the server's secrets were replaced: nobody can read it.
    await putBack(storage, cipher, one).catch(() => undefined);
  if (sealed.length > 0) await reload();
}
