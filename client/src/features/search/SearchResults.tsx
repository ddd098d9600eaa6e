import { SearchX } from 'lucide-react';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Notice } from '../../ui/Notice';
import { Hit } from './public/Hit';
import { SearchNotes } from './SearchNotes';
import { t } from './text/text';
import type { Query } from './useQuery';
import type { Found } from './useSearch';

const sorts = [
  { value: 'newest', name: t('search.newest') },
  { value: 'best', name: t('search.best') },
] as const;

const Order = ({ sort, change }: Pick<Query, 'sort' | 'change'>) => (
  <div role="group" aria-label={t('search.order')} className="flex gap-1 px-3 pt-2">
    {sorts.map(({ value, name }) => (
      <button
        key={value}
        type="button"
        aria-pressed={sort === value}
        onClick={() => change({ sort: value })}
        className={classes(
          'h-8 rounded-lg px-3 text-[13px] max-[819px]:h-11',
          sort === value ? 'bg-selected font-semibold' : 'text-soft hover:bg-hover',
        )}
      >
        {name}
      </button>
    ))}
  </div>
);

interface SearchResultsProps {
  found: Found;
  query: Query;
  loading: boolean;
  /** Searches for something else instead. */
  onReplace: (q: string) => void;
  onMore: () => void;
}

/** How a search was understood, and the messages it found. */
export function SearchResults({ found, query, loading, onReplace, onMore }: SearchResultsProps) {
  return (
    <>
      <Order sort={query.sort} change={query.change} />
      <SearchNotes q={query.q} unknown={found.unknown} onReplace={onReplace} />
      {found.indexing && <p className="mx-4 my-2 text-[13px] text-soft">{t('search.indexing')}</p>}
      {found.hits.length === 0 && !loading && (
        <Notice icon={<SearchX size={32} strokeWidth={1.5} />} title={t('search.nothing')}>
          {t('search.nothingHint')}
        </Notice>
      )}
      <ul aria-label={t('search.found')} className="m-0 list-none p-1">
        {found.hits.map((message) => (
          <Hit
            key={message.messageId}
            message={message}
            marks={found.marks}
            to={query.addressOf(message.roomId, message.seq)}
          />
        ))}
      </ul>
      {found.next !== null && (
        <div className="flex justify-center pb-4">
          <Button onClick={onMore} disabled={loading}>
            {loading ? t('search.searching') : t('search.more')}
          </Button>
        </div>
      )}
    </>
  );
}
