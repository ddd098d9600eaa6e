import { useSearchParams } from 'wouter';
import { useNarrow } from '../../ui/platform';

export type Sort = 'newest' | 'best';

export interface Query {
  q: string;
  sort: Sort;
  change: (next: { q?: string; sort?: Sort }) => void;
  /** The address of a result; with room for both, the panel stays open beside it. */
  addressOf: (roomId: string, seq: number) => string;
}

/** The search in the address of the page, where it can be shared and survives a reload. */
export function useQuery(): Query {
  const narrow = useNarrow();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const sort = params.get('sort') === 'best' ? 'best' : 'newest';
  const change: Query['change'] = (next) =>
    setParams(
      (now) => {
        for (const [name, value] of Object.entries(next)) {
          if (value === '' || value === 'newest') now.delete(name);
          else now.set(name, value);
        }
        return now;
      },
      { replace: true },
    );
  const addressOf = (roomId: string, seq: number): string => {
    const stored = new URLSearchParams({ at: String(seq) });
    if (narrow) return `/rooms/${roomId}?${stored.toString()}`;
    stored.set('q', q);
    if (sort === 'best') stored.set('sort', sort);
    return `/rooms/${roomId}/search?${stored.toString()}`;
  };
  return { q, sort, change, addressOf };
}
