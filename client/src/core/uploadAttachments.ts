import type { FileView } from '@parley/shared/files';
import { ApiError, NetworkError, type Api } from '../platform/api';
import type { Attachment, OutboxItem } from '../sync/outbox';
import { t } from './text/first';

/** A file has left as a whole, and no answer says what became of it. */
export class Unprocessed extends Error {}

interface Watch {
  /** Called with the item as each file is done, so that it need not be sent again. */
  amend: (item: OutboxItem) => void;
  onProgress: (clientId: string, part: number) => void;
  signal: AbortSignal;
}

/** @throws ApiError, NetworkError, Unprocessed */
async function uploadOne(
  api: Api,
  roomId: string,
  { clientId, name, blob }: Attachment,
  watch: Watch,
): Promise<FileView> {
  let left = 0;
  const onProgress = (part: number): void => {
    left = part;
    watch.onProgress(clientId, part);
  };
  try {
    const file = { key: clientId, name, blob };
    return await api.upload(roomId, file, { onProgress, signal: watch.signal });
  } catch (error) {
    // A proxy gave up on it (502, 504), or nobody said a word after its last byte.
    const answered = error instanceof NetworkError && (left === 1 || error.status !== undefined);
    const broken = answered && !watch.signal.aborted;
    const failed = error instanceof ApiError && error.problem.code === 'internal';
    throw broken || failed ? new Unprocessed(t('api.uploadUnprocessed')) : error;
  }
}

/**
 * Uploads what the item's files still lack. Returns the item with all of them.
 *
 * @throws ApiError, NetworkError, Unprocessed
 */
export async function uploadAttachments(api: Api, item: OutboxItem, watch: Watch): Promise<OutboxItem> {
  let current = item;
  for (const attachment of item.attachments ?? []) {
    if (attachment.fileId !== undefined) continue;
    const { fileId } = await uploadOne(api, item.roomId, attachment, watch);
    const { unprocessed: _unprocessed, ...rest } = current;
    current = {
      ...rest,
      attachments: (rest.attachments ?? []).map((file) =>
        file.clientId === attachment.clientId ? { ...file, fileId } : file,
      ),
    };
    watch.amend(current);
  }
  return current;
}

/** The files of an item as the server knows them; forgotten when it no longer does, so that trying again uploads anew. */
export const withoutFileIds = (item: OutboxItem): OutboxItem => ({
  ...item,
  attachments: (item.attachments ?? []).map(({ fileId: _fileId, ...file }) => file),
});
