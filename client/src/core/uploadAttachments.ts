import type { FileView } from '@parley/shared/files';
import { ApiError, NetworkError, type Api } from '../platform/api';
import type { Attachment, OutboxItem } from '../sync/outbox';
import { t } from './text/first';
import { Unprocessed } from './unprocessed';

interface Watch {
  /** Called with the item as each file is uploaded, so that it is not sent again. */
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
    // A proxy gave up on it (502, 504), or no answer followed the last byte.
    const answered = error instanceof NetworkError && (left === 1 || error.status !== undefined);
    const broken = answered && !watch.signal.aborted;
    const failed = error instanceof ApiError && error.problem.code === 'internal';
    throw broken || failed ? new Unprocessed(t('api.uploadUnprocessed')) : error;
  }
}

/**
 * Uploads the files that the item still lacks. Returns the item with all of them.
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

/** The item without the ids of its files: the server has deleted them, so that a retry uploads again. */
export const withoutFileIds = (item: OutboxItem): OutboxItem => ({
  ...item,
  attachments: (item.attachments ?? []).map(({ fileId: _fileId, ...file }) => file),
});
