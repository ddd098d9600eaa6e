import { filterNames, readSearch, type FilterName } from '@parley/shared/searchParse';
import type { ReactNode } from 'react';
import { t } from './text/text';
import { nearFilter } from './nearFilter';

const takes: Record<FilterName, string> = {
  from: t('search.takes.from'),
  in: t('search.takes.in'),
  has: t('search.takes.has'),
  is: t('search.takes.is'),
  before: t('search.takes.day'),
  after: t('search.takes.day'),
  on: t('search.takes.day'),
};

const nameOf = (filter: string): string => filter.replace(/^-/, '').split(':')[0]?.toLowerCase() ?? '';
const isFilterName = (name: string): name is FilterName => filterNames.some((known) => known === name);

const Note = ({ children }: { children: ReactNode }) => (
  <p className="mx-4 my-2 text-[13px] text-soft break-words">{children}</p>
);

/** A filter whose value was not understood, and the values it takes. */
function NotUnderstood({ filter }: { filter: string }) {
  const name = nameOf(filter);
  return (
    <Note>
      {t('search.unknown')} <bdi className="font-semibold">{filter}</bdi>
      {isFilterName(name) && <> · {takes[name]}</>}
    </Note>
  );
}

/** Looks like a filter and is searched as text. Offers the filter that was probably meant. */
function NotAFilter({ filter, onReplace }: { filter: string; onReplace: (by: string) => void }) {
  const meant = nearFilter(nameOf(filter));
  const better = meant && `${meant}${filter.slice(filter.indexOf(':'))}`;
  return (
    <Note>
      {t('search.notFilter', { filter })}{' '}
      {better === undefined ? (
        t('search.filters', { filters: filterNames.map((name) => `${name}:`).join(' ') })
      ) : (
        <button
          type="button"
          className="text-start text-accent underline max-[819px]:block max-[819px]:min-h-11"
          onClick={() => onReplace(better)}
        >
          {t('search.didYouMean', { filter: better })}
        </button>
      )}
    </Note>
  );
}

interface SearchNotesProps {
  q: string;
  /** Filters whose value the server did not understand. */
  unknown: string[];
  /** Searches for something else instead. */
  onReplace: (q: string) => void;
}

/** How a search was understood, where that is not plain. */
export function SearchNotes({ q, unknown, onReplace }: SearchNotesProps) {
  const { words, filters, notFilters, options } = readSearch(q);
  const without = words.filter(({ negated }) => negated);
  const nothing = words.length + filters.length + unknown.length === 0;
  return (
    <div role="status">
      {[...new Set(unknown)].map((filter) => (
        <NotUnderstood key={filter} filter={filter} />
      ))}
      {notFilters.map((filter) => (
        <NotAFilter key={filter} filter={filter} onReplace={(by) => onReplace(q.replace(filter, () => by))} />
      ))}
      {without.map(({ text }) => (
        <Note key={text}>{t('search.without', { word: text })}</Note>
      ))}
      {options.length > 0 && <Note>{t('search.options', { options: options.join(' ') })}</Note>}
      {nothing && <Note>{t('search.onlySigns')}</Note>}
    </div>
  );
}
