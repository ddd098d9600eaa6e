import { Search as SearchIcon, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { IconButton } from '../../ui/Button';
import { SkeletonRows } from '../../ui/Skeleton';
import { SearchHints } from './SearchHints';
import { SearchResults } from './SearchResults';
import { useQuery } from './useQuery';
import { useSearch } from './useSearch';
import { t } from './text/text';

/** A search begins by itself this long after the last key. */
const PAUSE_MS = 250;

interface SearchHeaderProps {
  box: RefObject<HTMLInputElement | null>;
  input: string;
  onType: (input: string) => void;
  onSearch: () => void;
  onClose: () => void;
}

const SearchHeader = ({ box, input, onType, onSearch, onClose }: SearchHeaderProps) => (
  <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line ps-4 pe-2">
    <SearchIcon size={18} strokeWidth={1.75} className="shrink-0 text-soft" aria-hidden="true" />
    <input
      ref={box}
      type="search"
      dir="auto"
      maxLength={400}
      aria-label={t('search.messages')}
      placeholder={t('search.messages')}
      value={input}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSearch();
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        }
      }}
      className="h-10 min-w-0 flex-1 bg-transparent text-[15px] outline-none max-[819px]:text-[16px]"
    />
    <IconButton label={t('search.close')} onClick={onClose}>
      <X size={18} strokeWidth={1.75} />
    </IconButton>
  </header>
);

/** Search beside the room. */
export function SearchPanel({ onClose }: { onClose: () => void }) {
  const query = useQuery();
  const { q, sort, change } = query;
  const [input, setInput] = useState(q);
  const box = useRef<HTMLInputElement>(null);
  const { found, loading, failure, more } = useSearch(q, sort);
  useEffect(() => {
    if (input === q) return;
    const timer = setTimeout(() => change({ q: input }), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => box.current?.focus(), []);
  const add = (text: string): void => {
    setInput(`${input === '' ? '' : `${input} `}${text}`);
    box.current?.focus();
  };
  const replace = (next: string): void => {
    setInput(next);
    change({ q: next });
  };
  return (
    <aside id="panel" aria-label={t('search.search')} className="panel">
      <SearchHeader
        box={box}
        input={input}
        onType={setInput}
        onSearch={() => change({ q: input })}
        onClose={onClose}
      />
      <div aria-live="polite" className="sr-only">
        {found &&
          !loading &&
          (found.hits.length === 0 ? t('search.nothing') : t('search.count', { count: found.hits.length }))}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" aria-busy={loading} tabIndex={-1}>
        {failure !== undefined && (
          <p role="alert" className="m-4 text-[14px] text-danger">
            {failure}
          </p>
        )}
        {!found && loading && <SkeletonRows />}
        {q === '' && <SearchHints onPick={add} />}
        {found && q !== '' && (
          <SearchResults found={found} query={query} loading={loading} onReplace={replace} onMore={more} />
        )}
      </div>
    </aside>
  );
}
