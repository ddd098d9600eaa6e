import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { managedNonce } from '@noble/ciphers/utils.js';
import { newId } from '../platform/newId';
import type { Storage } from '../platform/storage';
import type { Attachment, OutboxItem, Sealed, StoredItem } from '../sync/outbox';
import type { Feature, UnsentPart } from './feature';

/**
 * Unsent work of a session that ended by itself, encrypted in place: the storage key is deleted with the session and returned
 * by the next sign-in (decision 034). By a library and not WebCrypto, which browsers have only for pages over HTTPS.
 */

/** A message, or the unsent parts of features by their names; encrypted as JSON. */
interface Content {
  item?: OutboxItem;
  [part: string]: unknown;
}

const partsOf = (features: readonly Feature[]): UnsentPart[] =>
  features.flatMap(({ unsent }) => unsent ?? []).filter((part) => part.putBack !== undefined);

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

/** Encrypts what is not sent. Idempotent. */
export async function seal(
  storage: Storage<StoredItem>,
  storageKey: string,
  features: readonly Feature[],
): Promise<void> {
  const cipher = cipherOf(storageKey);
  const parts = partsOf(features).map(({ name, read }) => [name, read()] as const);
  if (parts.some(([, rooms]) => rooms.length > 0))
    await storage.outbox.put(sealedAs(cipher, newId(), Object.fromEntries(parts)));
  for (const item of await storage.outbox.all()) {
    if ('sealed' in item) continue;
    const files = await Promise.all((item.attachments ?? []).map(bytesOf));
    await storage.outbox.put(sealedAs(cipher, item.clientId, { item }, files));
  }
}

async function putBack(
  {
    storage,
    cipher,
    features,
  }: { storage: Storage<StoredItem>; cipher: Cipher; features: readonly Feature[] },
  { clientId, sealed, files }: Sealed,
): Promise<void> {
  const { item, ...parts } = JSON.parse(new TextDecoder().decode(cipher.decrypt(sealed))) as Content;
  for (const part of partsOf(features))
    for (const [roomId, value] of (parts[part.name] ?? []) as ReturnType<UnsentPart['read']>)
      part.putBack?.(roomId, value);
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
 * Restores what the end of an earlier session of this person encrypted, and sends it.
 * @param reload reloads the outbox
 */
export async function openUnsent(
  storage: Storage<StoredItem>,
  storageKey: string,
  features: readonly Feature[],
  reload: () => Promise<unknown>,
): Promise<void> {
  const cipher = cipherOf(storageKey);
  const all = await storage.outbox.all();
  const sealed = all.filter((item): item is Sealed => 'sealed' in item);
  for (const one of sealed)
    // The server's secrets were replaced, and its key with them: nobody can read it.
    await putBack({ storage, cipher, features }, one).catch(() => undefined);
  if (sealed.length > 0) await reload();
}
