import type { MessageView } from '@parley/shared/messages';
import type { SearchPage } from '@parley/shared/search';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import type { Sort } from './useQuery';

export interface Found {
  hits: MessageView[];
  marks: string[];
  unknown: string[];
  next: string | null;
  indexing: boolean;
}

export interface Search {
  /** Undefined until the first response. */
  found: Found | undefined;
  loading: boolean;
  failure: string | undefined;
  more: () => void;
}

/** Runs a search. A response is dropped when a newer request was sent. */
export function useSearch(q: string, sort: Sort): Search {
  const core = useCore();
  const latest = useRef(0);
  const [found, setFound] = useState<Found>();
  const [loading, setLoading] = useState(false);
  const [failure, setFailure] = useState<string>();

  const request = useCallback(
    async (before: string | undefined, take: (page: SearchPage) => void): Promise<void> => {
      const turn = (latest.current += 1);
      setLoading(true);
      setFailure(undefined);
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const utcOffset = -new Date().getTimezoneOffset();
      try {
        const page = await core.api.request('GET /search', {
          query: { q, sort, timeZone, utcOffset, before },
        });
        if (turn === latest.current) take(page);
      } catch (error) {
        if (turn === latest.current) setFailure(sentenceOf(error));
      } finally {
        if (turn === latest.current) setLoading(false);
      }
    },
    [core, q, sort],
  );

  useEffect(() => {
    if (q.trim() === '') {
      latest.current += 1;
      setFound(undefined);
      setLoading(false);
      return;
    }
    void request(undefined, setFound);
  }, [request, q]);

  const more = (): void => {
    const before = found?.next;
    if (before === null || before === undefined || loading) return;
    void request(before, (page) =>
      setFound((now) => (now ? { ...page, marks: now.marks, hits: [...now.hits, ...page.hits] } : page)),
    );
  };
  return { found, loading, failure, more };
}
