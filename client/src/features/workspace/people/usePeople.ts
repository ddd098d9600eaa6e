import type { ManagedPerson, PeopleQuery } from '@parley/shared/people';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Core } from '../../../core/core';
import { useCore } from '../../../core/coreContext';

export type PeopleView = Omit<Partial<PeopleQuery>, 'after' | 'limit'>;

interface State {
  people: ManagedPerson[];
  total: number;
  next: string | null;
}

/** Writing a word requests nothing before it pauses, in ms. */
const PAUSE_MS = 250;

const loadPage = (core: Core, view: PeopleView, more: { after?: string; limit?: number } = {}) =>
  core.api.request('GET /people', { query: { ...view, ...more } });

/** The ids of all people that match a view, read page by page. */
export async function loadAllIds(core: Core, view: PeopleView): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null | undefined;
  while (after !== null) {
    const page = await loadPage(core, view, { limit: 100, ...(after === undefined ? {} : { after }) });
    ids.push(...page.people.map(({ user }) => user.userId));
    after = page.next;
  }
  return ids;
}

/** The people of a filter, page by page. */
export function usePeople(view: PeopleView): {
  /** Undefined until the first page is there. */
  state: State | undefined;
  failure: unknown;
  more: (() => Promise<void>) | undefined;
  reload: () => Promise<void>;
} {
  const core = useCore();
  const [state, setState] = useState<State>();
  const [failure, setFailure] = useState<unknown>();
  // An answer to an earlier filter is of no use.
  const wanted = useRef(view);
  const load = useCallback(
    async (before?: State): Promise<void> => {
      try {
        const page = await loadPage(core, view, before?.next == null ? {} : { after: before.next });
        if (wanted.current !== view) return;
        setFailure(undefined);
        setState({ ...page, people: [...(before?.people ?? []), ...page.people] });
      } catch (error) {
        if (wanted.current === view) setFailure(error);
      }
    },
    [core, view],
  );
  const first = useRef(true);
  useEffect(() => {
    wanted.current = view;
    const timer = setTimeout(() => void load(), first.current ? 0 : PAUSE_MS);
    first.current = false;
    return () => clearTimeout(timer);
  }, [view, load]);
  return {
    state,
    failure,
    more: state && state.next !== null ? () => load(state) : undefined,
    reload: load,
  };
}
