import type { FileView } from '@parley/shared/files';
import { expect, it } from 'vitest';
import { ApiError, NetworkError, type Api } from '../platform/api';
import type { OutboxItem } from '../sync/outbox';
import { Unprocessed } from './unprocessed';
import { uploadAttachments } from './uploadAttachments';

const attachment = (clientId: string) => ({
  clientId,
  name: clientId,
  type: '',
  bytes: 1,
  blob: new Blob(['x']),
});
const item: OutboxItem = {
  clientId: 'm',
  roomId: 'r',
  text: '',
  attachments: [attachment('a'), attachment('b')],
  createdAt: 1,
  state: 'sending',
  attempts: 1,
  notBefore: 0,
  unprocessed: 2,
};

/** Uploads on a connection that fails with `end` after the part `left` was sent. */
async function upload(left: number, end: Error, options: { aborted?: true; from?: string } = {}) {
  const abort = new AbortController();
  const stored: OutboxItem[] = [];
  const line = {
    upload: (
      _path: string,
      { key }: { key: string },
      { onProgress }: { onProgress: (part: number) => void },
    ) => {
      if (options.from !== undefined && key < options.from)
        return Promise.resolve({ fileId: key } as FileView);
      onProgress(left);
      if (options.aborted) abort.abort();
      return Promise.reject(end);
    },
  } as unknown as Api;
  const watch = {
    amend: (now: OutboxItem) => stored.push(now),
    onProgress: () => undefined,
    signal: abort.signal,
  };
  const error: unknown = await uploadAttachments(line, item, watch).catch((reason: unknown) => reason);
  return { error, stored };
}
const internal = new ApiError({ type: '', title: 'no', status: 500, code: 'internal' });
const busy = new ApiError({ type: '', title: 'busy', status: 503, code: 'unavailable', retryAfter: 5 });

it('a file that arrived and was not answered is told from one that broke off on the way', async () => {
  expect((await upload(1, new NetworkError('cut'))).error).toBeInstanceOf(Unprocessed);
  expect((await upload(0.2, internal)).error).toBeInstanceOf(Unprocessed);
  expect((await upload(0.9, new NetworkError('cut'))).error).toBeInstanceOf(NetworkError);
  expect((await upload(1, busy)).error).toBe(busy);
  expect((await upload(1, new NetworkError('cut'), { aborted: true })).error).toBeInstanceOf(NetworkError);
});

it('one that was taken is kept, and the count begins anew with the next', async () => {
  const { error, stored } = await upload(1, new NetworkError('cut'), { from: 'b' });
  expect(error).toBeInstanceOf(Unprocessed);
  expect(stored).toHaveLength(1);
  expect(stored[0]?.attachments?.map(({ fileId }) => fileId)).toEqual(['a', undefined]);
  expect(stored[0]).not.toHaveProperty('unprocessed');
});

it('what a proxy gives up on comes to its end, and does not hold up what waits behind it', async () => {
  expect((await upload(0.4, new NetworkError('a page of nginx', 504))).error).toBeInstanceOf(Unprocessed);
  expect((await upload(0.4, new NetworkError('cut'))).error).toBeInstanceOf(NetworkError);
});
