import { groupLimits, type GroupView } from '@parley/shared/groups';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { Empty, Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { GroupPage } from './GroupPage';
import { selectGroups } from './public/groups';
import { t } from './text/text';

/** All groups, loaded again when one changes. */
function useGroups() {
  const { api } = useCore();
  const changes = useAppSelector((state) =>
    selectGroups(state)
      .map(({ userId, version }) => `${userId}:${version}`)
      .join(),
  );
  const load = useCallback(async (): Promise<GroupView[]> => {
    const all: GroupView[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const query = after === undefined ? {} : { after };
      const page = await api.request('GET /groups', { query });
      all.push(...page.groups);
      after = page.next;
    }
    return all;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a change of any group loads them again
  }, [api, changes]);
  return useLoaded(load);
}

const Row = ({ group, onOpen }: { group: GroupView; onOpen: () => void }) => (
  <li>
    <button
      type="button"
      onClick={onOpen}
      className="flex min-h-11 w-full flex-wrap items-baseline gap-x-3 rounded-lg px-2 py-2 text-start text-[14px] hover:bg-hover"
    >
      <span className="name">
        <bdi>{group.name}</bdi>
      </span>
      <bdi className="text-soft">@{group.handle}</bdi>
      <span className="ms-auto text-soft">{t('groups.people', { count: group.memberCount })}</span>
      {group.description !== '' && (
        <span dir="auto" className="w-full truncate text-[13px] text-soft">
          {group.description}
        </span>
      )}
    </button>
  </li>
);

/** Makes a group, and opens it. */
function CreateGroup({ onMade }: { onMade: (groupId: string) => void }) {
  const { api } = useCore();
  const [name, setName] = useState('');
  const [handle, setHandle] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    const body = { name: name.trim(), handle: handle.trim().replace(/^@/, '') };
    api.request('POST /groups', { body }).then((made) => {
      announce(t('groups.created'));
      onMade(made.groupId);
    }, setFailure);
  };
  const errors = failure === undefined ? {} : fieldsOf(failure);
  return (
    <form onSubmit={submit} aria-label={t('groups.create')} className="mt-6 max-w-[420px]">
      <h2 className="heading mb-3 text-[15px]">{t('groups.create')}</h2>
      <Field
        label={t('groups.name')}
        dir="auto"
        required
        maxLength={groupLimits.name}
        value={name}
        error={errors['name']}
        onChange={({ target }) => setName(target.value)}
      />
      <Field
        label={t('groups.handle')}
        dir="ltr"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={handle}
        hint={t('groups.handleHint')}
        error={errors['handle']}
        onChange={({ target }) => setHandle(target.value)}
      />
      {failure !== undefined && <FormFailure error={failure} />}
      <Button type="submit" kind="primary">
        {t('groups.create')}
      </Button>
    </form>
  );
}

/** User groups: the list, and one of them. */
export function GroupsTab() {
  const { value, failure } = useGroups();
  const [open, setOpen] = useState<string>();
  if (open !== undefined) return <GroupPage groupId={open} onBack={() => setOpen(undefined)} />;
  return (
    <>
      <Lead>{t('groups.intro')}</Lead>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!value && failure === undefined && <SkeletonRows rows={4} />}
      {value?.length === 0 && <Empty>{t('groups.none')}</Empty>}
      <ul aria-label={t('groups.title')} className="m-0 list-none divide-y divide-line p-0">
        {value?.map((group) => (
          <Row key={group.groupId} group={group} onOpen={() => setOpen(group.groupId)} />
        ))}
      </ul>
      <CreateGroup onMade={setOpen} />
    </>
  );
}
