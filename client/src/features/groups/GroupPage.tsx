import { groupLimits, type GroupDetails } from '@parley/shared/groups';
import { ArrowLeft, X } from 'lucide-react';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { personName } from '../../core/rooms/personName';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Avatar } from '../../ui/Avatar';
import { Button, IconButton } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { SkeletonRows } from '../../ui/Skeleton';
import { PeoplePicker } from '../rooms/public/PeoplePicker';
import { t } from './text/text';

type Texts = Pick<GroupDetails, 'name' | 'handle' | 'description'>;

interface TextsFormProps {
  group: GroupDetails;
  failure: unknown;
  onSave: (texts: Texts) => void;
}

/** Name, handle and description. */
function TextsForm({ group, failure, onSave }: TextsFormProps) {
  const [texts, setTexts] = useState<Texts>({
    name: group.name,
    handle: group.handle,
    description: group.description,
  });
  const errors = failure === undefined ? {} : fieldsOf(failure);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSave(texts);
  };
  return (
    <form onSubmit={submit} className="max-w-[420px]">
      <Field
        label={t('groups.name')}
        dir="auto"
        required
        maxLength={groupLimits.name}
        value={texts.name}
        error={errors['name']}
        onChange={({ target }) => setTexts({ ...texts, name: target.value })}
      />
      <Field
        label={t('groups.handle')}
        dir="ltr"
        required
        autoCapitalize="none"
        spellCheck={false}
        value={texts.handle}
        error={errors['handle']}
        onChange={({ target }) => setTexts({ ...texts, handle: target.value })}
      />
      <Field
        label={t('groups.description')}
        dir="auto"
        maxLength={groupLimits.description}
        value={texts.description}
        error={errors['description']}
        onChange={({ target }) => setTexts({ ...texts, description: target.value })}
      />
      <Button type="submit">{t('common.save')}</Button>
    </form>
  );
}

function MemberLine({ userId, onRemove }: { userId: string; onRemove: () => void }) {
  const user = useAppSelector((state) => state.people.users.entities[userId]);
  const name = personName(user);
  return (
    <li className="flex min-h-11 items-center gap-2.5 text-[14px]">
      <Avatar id={userId} name={name} size={28} />
      <span className="min-w-0 flex-1 truncate">
        <bdi>{name}</bdi> {user && <span className="text-soft">@{user.username}</span>}
      </span>
      <IconButton label={t('groups.remove', { name })} onClick={onRemove}>
        <X size={16} aria-hidden="true" />
      </IconButton>
    </li>
  );
}

/** Who is in the group, and adding people. */
function Members({
  group,
  act,
}: {
  group: GroupDetails;
  act: <R>(work: Promise<R>) => Promise<R | undefined>;
}) {
  const { api } = useCore();
  const [picked, setPicked] = useState<string[]>([]);
  const { groupId } = group;
  const add = async (): Promise<void> => {
    const body = { userIds: picked.slice(0, groupLimits.added) };
    const done = await act(api.request('POST /groups/{groupId}/members', { path: { groupId }, body }));
    if (!done) return;
    setPicked([]);
    announce(t('groups.added'));
  };
  return (
    <>
      <h3 className="heading mt-6 mb-1 text-[15px]">{t('groups.people', { count: group.memberCount })}</h3>
      <ul aria-label={t('groups.members')} className="m-0 max-w-[520px] list-none divide-y divide-line p-0">
        {group.memberIds.map((userId) => (
          <MemberLine
            key={userId}
            userId={userId}
            onRemove={() =>
              void act(
                api.request('DELETE /groups/{groupId}/members/{userId}', { path: { groupId, userId } }),
              )
            }
          />
        ))}
      </ul>
      <h3 className="heading mt-6 mb-2 text-[15px]">{t('groups.add')}</h3>
      <div className="max-w-[520px]">
        <PeoplePicker picked={picked} onChange={setPicked} without={group.memberIds} />
        <Button className="mt-2" disabled={picked.length === 0} onClick={() => void add()}>
          {t('groups.add')}
        </Button>
      </div>
    </>
  );
}

/** Deletes the group, after a second press. */
function DeleteGroup({ onDelete }: { onDelete: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <div className="mt-8 border-t border-line pt-4">
      {sure && <p className="mt-0 text-[14px]">{t('groups.deleteNote')}</p>}
      <Button kind="danger" onClick={() => (sure ? onDelete() : setSure(true))}>
        {sure ? t('groups.deleteForGood') : t('groups.delete')}
      </Button>
    </div>
  );
}

/** One group: its names, its people, and how to delete it. */
export function GroupPage({ groupId, onBack }: { groupId: string; onBack: () => void }) {
  const { api } = useCore();
  const version = useAppSelector((state) => state.people.users.entities[groupId]?.version);
  const load = useCallback(
    () => api.request('GET /groups/{groupId}', { path: { groupId } }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a change of the group loads it again
    [api, groupId, version],
  );
  const { value: group, failure, act } = useLoaded(load);
  const path = { groupId };
  const save = (body: Texts): void =>
    void act(api.request('PATCH /groups/{groupId}', { path, body })).then(
      (done) => done && announce(t('common.saved')),
    );
  const remove = (): void => {
    void act(api.request('DELETE /groups/{groupId}', { path }).then(onBack));
  };
  return (
    <>
      <Button kind="quiet" onClick={onBack}>
        <ArrowLeft size={16} aria-hidden="true" className="rtl:rotate-180" /> {t('groups.back')}
      </Button>
      {!group && failure === undefined && <SkeletonRows rows={5} />}
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {group && (
        <>
          <h2 className="heading my-3 text-[17px]">
            <bdi>{group.name}</bdi>
          </h2>
          <TextsForm group={group} failure={failure} onSave={save} />
          <Members group={group} act={act} />
          <DeleteGroup onDelete={remove} />
        </>
      )}
    </>
  );
}
