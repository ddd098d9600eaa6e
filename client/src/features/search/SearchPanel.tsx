import { Search as SearchIcon, SearchX, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { Button, IconButton } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Notice } from '../../ui/Notice';
import { useNarrow } from '../../ui/platform';
import { SkeletonRows } from '../../ui/Skeleton';
import { Hit } from './public/Hit';
import { SearchNotes } from './SearchNotes';
import { useSearch } from './useSearch';
import { t } from './text/text';

/** So long after the last letter the search begins by itself. */
const PAUSE_MS = 250;

const hints: [write: string, means: string][] = [
  ['from:me', t('search.hint.from')],
  ['in:#', t('search.hint.in')],
  ['has:file', t('search.hint.has')],
  ['is:mention', t('search.hint.is')],
  ['after:2026-01-31', t('search.hint.after')],
  [t('search.hint.phraseExample'), t('search.hint.phrase')],
  ['-word', t('search.hint.without')],
];

function Hints({ onPick }: { onPick: (text: string) => void }) {
  return (
    <div className="px-4 py-3 text-[14px]">
      <p className="mt-0 mb-3 text-soft">{t('search.lead')}</p>
      <ul className="m-0 flex list-none flex-col p-0">
        {hints.map(([write, means]) => (
          <li key={write}>
            <button
              type="button"
              onClick={() => onPick(write)}
              className="flex min-h-9 w-full items-center gap-3 rounded-lg px-2 text-start hover:bg-hover max-[819px]:min-h-11"
            >
              <code className="shrink-0 rounded bg-code px-1.5 py-0.5 text-[13px]">{write}</code>
              <span className="text-[13px] text-soft">{means}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const sorts = [
  { value: 'newest', name: t('search.newest') },
  { value: 'best', name: t('search.best') },
] as const;

/** Search beside the room. What is asked stands in the address, so that it can be shared and reloaded. */
export function SearchPanel({ onClose }: { onClose: () => void }) {
  const narrow = useNarrow();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const sort = params.get('sort') === 'best' ? 'best' : 'newest';
  const [input, setInput] = useState(q);
  const box = useRef<HTMLInputElement>(null);
  const { found, loading, failure, more } = useSearch(q, sort);

  const ask = (next: { q?: string; sort?: string }): void =>
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
  useEffect(() => {
    if (input === q) return;
    const timer = setTimeout(() => ask({ q: input }), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => box.current?.focus(), []);

  const addressOf = (roomId: string, seq: number): string => {
    const stored = new URLSearchParams({ at: String(seq) });
    if (narrow) return `/rooms/${roomId}?${stored.toString()}`;
    stored.set('q', q);
    if (sort === 'best') stored.set('sort', sort);
    return `/rooms/${roomId}/search?${stored.toString()}`;
  };

  return (
    <aside id="panel" aria-label={t('search.search')} className="panel">
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
          onChange={(event) => setInput(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') ask({ q: input });
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
        {q === '' && (
          <Hints
            onPick={(text) => {
              setInput(`${input === '' ? '' : `${input} `}${text}`);
              box.current?.focus();
            }}
          />
        )}
        {found && q !== '' && (
          <>
            <div role="group" aria-label={t('search.order')} className="flex gap-1 px-3 pt-2">
              {sorts.map(({ value, name }) => (
                <button
                  key={value}
                  type="button"
                  aria-pressed={sort === value}
                  onClick={() => ask({ sort: value })}
                  className={classes(
                    'h-8 rounded-lg px-3 text-[13px] max-[819px]:h-11',
                    sort === value ? 'bg-selected font-semibold' : 'text-soft hover:bg-hover',
                  )}
                >
                  {name}
                </button>
              ))}
            </div>
            <SearchNotes
              q={q}
              unknown={found.unknown}
              onAsk={(next) => {
                setInput(next);
                ask({ q: next });
              }}
            />
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
                  to={addressOf(message.roomId, message.seq)}
                />
              ))}
            </ul>
            {found.next !== null && (
              <div className="flex justify-center pb-4">
                <Button onClick={more} disabled={loading}>
                  {loading ? t('search.searching') : t('search.more')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </aside>
  );
}
