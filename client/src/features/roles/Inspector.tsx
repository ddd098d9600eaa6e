import { inspectable, type ReasonView } from '@parley/shared/rights';
import { useId, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { personName } from '../../core/rooms/personName';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Lead } from '../../ui/PageText';
import { PeoplePicker } from '../rooms/public/PeoplePicker';
import { permissionName, ruleRoleName, workspaceWide, type Inspectable } from './names';
import { RoomChoice } from './RoomChoice';
import { t } from './text/text';

/** The rule that decided, as a sentence. */
function ruleSentence({ by }: ReasonView): string {
  switch (by.kind) {
    case 'role':
      return t('roles.why.role', { role: by.role ? ruleRoleName(by.role) : '' });
    case 'customRole': {
      const role = by.customRole?.name ?? '';
      return by.group
        ? t('roles.why.customRoleOfGroup', { role, group: `@${by.group.handle}` })
        : t('roles.why.customRole', { role });
    }
    case 'roomRule':
      return by.level === 'owners' ? t('roles.why.roomOwners') : t('roles.why.roomModerators');
    case 'noRole':
      return t('roles.why.noRole');
    case 'notMember':
      return t('roles.why.notMember');
    case 'archived':
      return t('roles.why.archived');
    case 'notHere':
      return t('roles.why.notHere');
    case 'inactive':
      return t('roles.why.inactive');
  }
}

function PermissionChoice({ value, onChange }: { value: Inspectable; onChange: (to: Inspectable) => void }) {
  const id = useId();
  return (
    <div className="mb-3">
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-semibold">
        {t('roles.permission')}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(target.value as Inspectable)}
        className="h-[42px] w-full max-w-[420px] rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]"
      >
        {inspectable.map((permission) => (
          <option key={permission} value={permission}>
            {permissionName(permission)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The answer, read out when it comes. */
const Verdict = ({ name, reason }: { name: string; reason: ReasonView | undefined }) => (
  <div role="status" className="mt-4 text-[15px]">
    {reason && (
      <>
        <strong>{reason.allowed ? t('roles.why.may', { name }) : t('roles.why.mayNot', { name })}</strong>{' '}
        {ruleSentence(reason)}
      </>
    )}
  </div>
);

/** Why somebody may do something here, or not: by the function that decides. */
export function Inspector() {
  const { api } = useCore();
  const [userId, setUserId] = useState<string>();
  const [permission, setPermission] = useState<Inspectable>('post');
  const [roomId, setRoomId] = useState<string | null>(null);
  const [reason, setReason] = useState<ReasonView>();
  const [failure, setFailure] = useState<unknown>();
  const name = useAppSelector((state) =>
    userId === undefined ? '' : personName(state.people.users.entities[userId]),
  );
  const needsRoom = !workspaceWide.has(permission);
  const changed = (): void => {
    setReason(undefined);
    setFailure(undefined);
  };
  const look = (): void => {
    if (userId === undefined) return;
    changed();
    const query = { userId, permission, ...(needsRoom && roomId !== null ? { roomId } : {}) };
    api.request('GET /rights/why', { query }).then(setReason, setFailure);
  };
  return (
    <>
      <Lead>{t('roles.why.intro')}</Lead>
      <div className="max-w-[520px]">
        <PeoplePicker
          picked={userId === undefined ? [] : [userId]}
          onChange={(picked) => {
            changed();
            setUserId(picked.at(-1));
          }}
        />
      </div>
      <div className="mt-4">
        <PermissionChoice
          value={permission}
          onChange={(to) => {
            changed();
            setPermission(to);
          }}
        />
        {needsRoom && (
          <RoomChoice
            value={roomId}
            onChange={(to) => {
              changed();
              setRoomId(to);
            }}
          />
        )}
      </div>
      <Button kind="primary" disabled={userId === undefined || (needsRoom && roomId === null)} onClick={look}>
        {t('roles.why.look')}
      </Button>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      <Verdict name={name} reason={reason} />
    </>
  );
}
