import type { ManagedPerson } from '@parley/shared/people';
import type { UserView } from '@parley/shared/users';
import type { UpdatePersonInput } from '@parley/shared/workspace';
import { useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { useAppSelector } from '../../../core/store';
import { sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { Checkbox } from '../../../ui/Checkbox';
import { Failure } from '../../../ui/Failure';
import { Empty } from '../../../ui/PageText';
import { SkeletonRows } from '../../../ui/Skeleton';
import { updatePerson } from '../public/commands';
import { t } from '../text/text';
import { BulkBar } from './BulkBar';
import { Csv } from './Csv';
import { Filters } from './Filters';
import { PersonRow } from './PersonRow';
import { loadAllIds, usePeople, type PeopleView } from './usePeople';

/** Who is selected, also on pages that are not shown. */
function useSelection() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const select = (userIds: readonly string[], on: boolean): void => {
    const next = new Set(selected);
    for (const userId of userIds) {
      if (on) next.add(userId);
      else next.delete(userId);
    }
    setSelected(next);
  };
  return { selected, select, clear: () => setSelected(new Set()) };
}

type Selection = ReturnType<typeof useSelection>;

/** How many there are, and the box that selects all of them. */
function ListHead({ view, total, selection }: { view: PeopleView; total: number; selection: Selection }) {
  const core = useCore();
  const { selected, select, clear } = selection;
  const all = total > 0 && selected.size >= total;
  return (
    <div className="flex min-h-9 items-center gap-3">
      <Checkbox
        label={t('people.selectAll', { count: total })}
        checked={all}
        onChange={(on) => {
          if (!on) return clear();
          void loadAllIds(core, view).then((userIds) => select(userIds, true));
        }}
      />
    </div>
  );
}

/** The stored account is newer than the page of the list, once it has changed. */
const newest = ({ user }: ManagedPerson, known: UserView | undefined): UserView =>
  known !== undefined && known.version >= user.version ? known : user;

/** Everybody, for those who manage people. Deactivating ends a person's sessions and blocks new ones; their messages stay. */
export function People() {
  const core = useCore();
  const users = useAppSelector((state) => state.people.users.entities);
  const me = useAppSelector((state) => state.session.me);
  const [view, setView] = useState<PeopleView>({});
  const { state, failure, more, reload } = usePeople(view);
  const [refused, setRefused] = useState<string>();
  const selection = useSelection();
  if (!me) return null;
  // Who was deleted meanwhile is on the page of the list still.
  const shown = state?.people
    .map((person) => ({ person, user: newest(person, users[person.user.userId]) }))
    .filter(({ user }) => user.erased !== true);
  const change = (userId: string, input: UpdatePersonInput): void => {
    setRefused(undefined);
    updatePerson(core, userId, input).then(
      () => announce(t('common.saved')),
      (error: unknown) => setRefused(sentenceOf(error)),
    );
  };
  return (
    <>
      <Csv view={view} onImported={() => void reload()} />
      <Filters view={view} onChange={setView} />
      <BulkBar
        selected={[...selection.selected]}
        onClear={selection.clear}
        onDone={() => {
          selection.clear();
          void reload();
        }}
      />
      <Failure>{refused ?? (failure !== undefined && sentenceOf(failure))}</Failure>
      {!state && failure === undefined && <SkeletonRows rows={5} />}
      {state && <ListHead view={view} total={state.total} selection={selection} />}
      {state?.people.length === 0 && <Empty>{t('people.nobody')}</Empty>}
      <ul aria-label={t('people.people')} className="m-0 list-none divide-y divide-line p-0">
        {shown?.map(({ person, user }) => (
          <PersonRow
            key={user.userId}
            person={person}
            user={user}
            myRole={me.role}
            isMe={user.userId === me.userId}
            selected={selection.selected.has(user.userId)}
            onSelect={(on) => selection.select([user.userId], on)}
            onChange={(input) => change(user.userId, input)}
          />
        ))}
      </ul>
      {more && (
        <Button className="mt-3" onClick={() => void more()}>
          {t('search.more')}
        </Button>
      )}
    </>
  );
}
