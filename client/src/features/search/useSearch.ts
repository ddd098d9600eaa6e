import type { MessageView } from '@parley/shared/messages';
import type { SearchPage } from '@parley/shared/search';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';

export interface Found {
  hits: MessageView[];
  marks: string[];
  unknown: string[];
  next: string | null;
  indexing: boolean;
}

export interface Search {
  /** Undefined until the first answer. */
  found: Found | undefined;
  loading: boolean;
  failure: string | undefined;
  more: () => void;
}

/** Searches for what the address asks; an answer that comes after a newer question is not taken. */
export function useSearch(q: string, sort: 'newest' | 'best'): Search {
  const core = useCore();
  const requested = useRef(0);
  const [found, setFound] = useState<Found>();
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<string>();

  const ask = useCallback(
    async (before: string | undefined, take: (page: SearchPage) => void): Promise<void> => {
      const turn = (requested.current += 1);
      setLoading(true);
      setFailure(undefined);
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const utcOffset = -new Date().getTimezoneOffset();
      try {
        const page = await core.api.request('GET /search', {
          query: { q, sort, timeZone, utcOffset, before },
        });
        if (turn === requested.current) take(page);
      } catch (error) {
        if (turn === requested.current) setFailure(sentenceOf(error));
      } finally {
        if (turn === requested.current) setLoading(false);
      }
    },
    [core, q, sort],
  );

  useEffect(() => {
    if (q.trim() === '') {
      requested.current += 1;
      setFound(undefined);
      setLoading(false);
      return;
    }
    void ask(undefined, setFound);
  }, [ask, q]);

  const more = (): void => {
    const before = found?.next;
    if (before === null || before === undefined || loading) return;
    void ask(before, (page) =>
      setFound((now) => (now ? { ...page, marks: now.marks, hits: [...now.hits, ...page.hits] } : page)),
    );
  };
  return { found, loading, failure, more };
}
