import type { CommandInput, CommandResults } from '@parley/shared/events';
import type { MessageView } from '@parley/shared/messages';
import { uploadProgressed } from './state/timelines';
import { ApiError, sentenceOf, type Api } from '../platform/api';
import { Refused } from '../sync/connection';
import type { Attempt, OutboxItem } from '../sync/outbox';
import type { Store } from './store';
import { Unprocessed } from './unprocessed';

/** With the first message that has files. Where it cannot be loaded, the message is sent again later, as without a network. */
const loadUploads = () => import('./uploadAttachments');

interface DelivererOptions {
  api: Api;
  store: Store;
  /** Sends a command; undefined without a connection. @throws Refused, or Unanswered */
  ask: <N extends 'message:send' | 'messages:send'>(
    command: N,
    input: CommandInput<N>,
  ) => Promise<CommandResults[N] | undefined>;
  /** Called with the messages that the server has stored. */
  received: (messages: MessageView[]) => void;
}

type Amend = (item: OutboxItem) => void;

/** Sends a batch of the outbox to the server. */
export function deliverer(options: DelivererOptions) {
  const one = deliverOne(options);
  return async (items: OutboxItem[], amend: Amend, signal: AbortSignal): Promise<Attempt[]> => {
    const [first] = items;
    if (!first) return [];
    return items.length === 1
      ? [await one(first, amend, signal)]
      : await deliverAll(options, first.roomId, items);
  };
}

const wordsOf = ({
  clientId,
  text,
  replyToId,
}: OutboxItem): Omit<CommandInput<'message:send'>, 'roomId'> => ({
  clientId,
  text,
  ...(replyToId === undefined ? {} : { replyToId }),
});

/** Several of one room in one command. Why the first was refused is not in the answer: it is sent again alone. */
async function deliverAll(
  { ask, received }: DelivererOptions,
  roomId: string,
  items: OutboxItem[],
): Promise<Attempt[]> {
  try {
    const answer = await ask('messages:send', { roomId, messages: items.map(wordsOf) });
    const taken = answer?.messages ?? [];
    received(taken);
    return [...taken.map((): Attempt => ({ kind: 'acknowledged' })), { kind: 'unanswered' }];
  } catch {
    return [{ kind: 'unanswered' }];
  }
}

/** One alone: its files first, then the message. */
const deliverOne =
  ({ api, store, ask, received }: DelivererOptions) =>
  async (item: OutboxItem, amend: Amend, signal: AbortSignal): Promise<Attempt> => {
    const { roomId } = item;
    let uploaded = item;
    try {
      if (item.attachments)
        uploaded = await (
          await loadUploads()
        ).uploadAttachments(api, item, {
          amend,
          signal,
          onProgress: (file, part) => store.dispatch(uploadProgressed({ clientId: file, part })),
        });
      const fileIds = uploaded.attachments?.flatMap(({ fileId }) => fileId ?? []) ?? [];
      const message = await ask('message:send', {
        roomId,
        ...wordsOf(item),
        ...(fileIds.length === 0 ? {} : { fileIds }),
      });
      if (!message) return { kind: 'unanswered' };
      received([message]);
      return { kind: 'acknowledged' };
    } catch (error) {
      if (error instanceof Unprocessed) return { kind: 'unprocessed', message: error.message };
      if (!(error instanceof Refused) && !(error instanceof ApiError)) return { kind: 'unanswered' };
      const { code, retryAfter } = error.problem;
      if (error.problem.fields?.['fileIds'] !== undefined)
        amend((await loadUploads()).withoutFileIds(uploaded));
      return {
        kind: 'refused',
        code,
        message: sentenceOf(error),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      };
    }
  };
