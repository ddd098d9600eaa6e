import type { AuditEntryView, AuditFilter } from '@parley/shared/audit';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { loadPage } from './commands';
import type { Names } from './sentences';

interface State {
  entries: AuditEntryView[];
  /** Where the next page begins; null at the end. */
  next: number | null;
  names: { people: Map<string, string>; rooms: Map<string, string> };
}

/** Writing a word requests nothing before it pauses, in ms. */
const PAUSE_MS = 250;

/** The entries of a filter, page by page. */
export function useEntries(filter: AuditFilter): {
  /** Undefined until the first page is there. */
  entries: AuditEntryView[] | undefined;
  names: Names;
  failure: unknown;
  more: (() => Promise<void>) | undefined;
} {
  const core = useCore();
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<unknown>();
  // An answer to an earlier filter is of no use.
  const asked = useRef(filter);
  const load = useCallback(
    async (before?: State): Promise<void> => {
      try {
        const page = await loadPage(core, filter, before?.next ?? undefined);
        if (asked.current !== filter) return;
        const people = page.people.map(({ userId, displayName }): [string, string] => [userId, displayName]);
        const rooms = page.rooms.map(({ roomId, name }): [string, string] => [roomId, name]);
        setFailure(undefined);
        setState({
          entries: [...(before?.entries ?? []), ...page.entries],
          next: page.next,
          names: {
            people: new Map([...(before?.names.people ?? []), ...people]),
            rooms: new Map([...(before?.names.rooms ?? []), ...rooms]),
          },
        });
      } catch (error) {
        if (asked.current === filter) setFailure(error);
      }
    },
    [core, filter],
  );
  useEffect(() => {
    asked.current = filter;
    const timer = setTimeout(() => void load(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filter, load]);
  return {
    entries: state?.entries,
    names: state?.names ?? { people: new Map(), rooms: new Map() },
    failure,
    more: state && state.next !== null ? () => load(state) : undefined,
  };
}
