import type { FileView } from '@parley/shared/files';
import type { Api } from '../platform/api';
import type { OutboxItem } from '../sync/outbox';

interface Watch {
  /** Called with the item as each file is done, so that it need not be sent again. */
  amend: (item: OutboxItem) => void;
  onProgress: (clientId: string, part: number) => void;
  signal: AbortSignal;
}

/** Uploads what the item's files still lack. Returns the item with all of them. @throws ApiError, NetworkError */
export async function uploadAttachments(api: Api, item: OutboxItem, watch: Watch): Promise<OutboxItem> {
  let current = item;
  for (const { clientId, name, blob, fileId } of item.attachments ?? []) {
    if (fileId !== undefined) continue;
    const stored = await api.upload<FileView>(
      `/rooms/${item.roomId}/files`,
      { key: clientId, name, blob },
      { onProgress: (part) => watch.onProgress(clientId, part), signal: watch.signal },
    );
    current = {
      ...current,
      attachments: (current.attachments ?? []).map((file) =>
        file.clientId === clientId ? { ...file, fileId: stored.fileId } : file,
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
