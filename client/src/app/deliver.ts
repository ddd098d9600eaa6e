import type { CommandInput } from '@parley/shared/events';
import type { MessageView } from '@parley/shared/messages';
import { uploadProgressed } from '../features/timeline/timeline.state';
import { ApiError, sentenceOf, type Api } from '../platform/api';
import { Refused } from '../sync/connection';
import type { Attempt, OutboxItem } from '../sync/outbox';
import type { Store } from './store';
import { uploadAttachments, withoutFileIds } from './uploadAttachments';

interface DelivererOptions {
  api: Api;
  store: Store;
  /** Sends a message; undefined when there is no connection. @throws Refused */
  ask: (said: CommandInput<'message:send'>) => Promise<MessageView | undefined>;
  /** Hears of what is stored. */
  heard: (message: MessageView) => void;
}

/** How the outbox brings one item to the server: its files first, then what was said with them. */
export const deliverer =
  ({ api, store, ask, heard }: DelivererOptions) =>
  async (item: OutboxItem, amend: (item: OutboxItem) => void, signal: AbortSignal): Promise<Attempt> => {
    const { clientId, roomId, text, replyToId } = item;
    let uploaded = item;
    try {
      uploaded = await uploadAttachments(api, item, {
        amend,
        signal,
        onProgress: (file, part) => store.dispatch(uploadProgressed({ clientId: file, part })),
      });
      const fileIds = uploaded.attachments?.flatMap(({ fileId }) => fileId ?? []) ?? [];
      const message = await ask({
        clientId,
        roomId,
        text,
        ...(replyToId === undefined ? {} : { replyToId }),
        ...(fileIds.length === 0 ? {} : { fileIds }),
      });
      if (!message) return { kind: 'unanswered' };
      heard(message);
      return { kind: 'acknowledged' };
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof ApiError)) return { kind: 'unanswered' };
      const { code, retryAfter } = error.problem;
      if (error.problem.fields?.['fileIds'] !== undefined) amend(withoutFileIds(uploaded));
      return {
        kind: 'refused',
        code,
        message: sentenceOf(error),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      };
    }
  };
