import type { MessageView } from '@parley/shared/messages';
import { useCallback, useEffect, useState } from 'react';
import { sentenceOf } from '../../../platform/api';

export interface Page {
  messages: MessageView[];
  next?: string | null;
}

interface Pages {
  /** All pages loaded so far, as one; undefined until the first response. */
  page: Page | undefined;
  loading: boolean;
  failure: string | undefined;
  loadMore: (before: string) => void;
}

/**
 * A list that is loaded page by page.
 *
 * @param read stays the same function for the same list
 * @param freshAt when it changes, the list is loaded again from its first page
 */
export function usePages(read: (before?: string) => Promise<Page>, freshAt: unknown): Pages {
  const [page, setPage] = useState<Page>();
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<string>();
  const load = useCallback(
    async (before?: string): Promise<void> => {
      setLoading(true);
      setFailure(undefined);
      try {
        const got = await read(before);
        setPage((now) =>
          before === undefined ? got : { ...got, messages: [...(now?.messages ?? []), ...got.messages] },
        );
      } catch (error) {
        setFailure(sentenceOf(error));
      } finally {
        setLoading(false);
      }
    },
    [read],
  );
  useEffect(() => void load(), [load, freshAt]);
  return { page, loading, failure, loadMore: (before) => void load(before) };
}
