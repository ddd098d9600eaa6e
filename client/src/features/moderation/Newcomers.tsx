import type { NewcomerView, NewcomersView } from '@parley/shared/moderation/newcomers';
import { mayInWorkspace } from '@parley/shared/permissions';
import { useCallback, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatFull } from '../../ui/times';
import { SettingsSection } from '../admin/public/SettingsSection';
import { t } from './text/text';

const byNames: Record<NewcomerView['by'], string> = {
  form: t('newcomers.byForm'),
  invitation: t('newcomers.byInvitation'),
  provider: t('newcomers.byProvider'),
  directory: t('newcomers.byDirectory'),
};

const holdNames = { invitations: t('newcomers.onlyInvited'), approval: t('newcomers.allWait') };

const words = {
  approval: {
    label: t('newcomers.approval'),
    options: {
      off: t('newcomers.approvalOff'),
      uninvited: t('newcomers.approvalUninvited'),
      everybody: t('newcomers.approvalEverybody'),
    },
  },
  mostAccounts: { label: t('newcomers.mostAccounts'), hint: t('newcomers.zero') },
  mostJoins: { label: t('newcomers.mostJoins'), hint: t('newcomers.zero') },
  windowMinutes: { label: t('newcomers.windowMinutes') },
  brake: { label: t('newcomers.brake'), options: holdNames },
  brakeHours: { label: t('newcomers.brakeHours') },
};

function Person({
  person: { username, displayName, email, by, createdAt },
  onApprove,
  onDecline,
}: {
  person: NewcomerView;
  onApprove: () => void;
  onDecline: () => void;
}) {
  const about = [`@${username}`, email, byNames[by], formatFull(createdAt)].filter(Boolean).join(' · ');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2 text-[14px]">
      <span className="min-w-0 flex-1 basis-[220px] [overflow-wrap:anywhere]">
        <bdi className="name block">{displayName}</bdi>
        <span className="text-[12px] text-soft">{about}</span>
      </span>
      <span className="flex gap-2">
        <Button kind="primary" aria-label={t('newcomers.approve', { name: displayName })} onClick={onApprove}>
          {t('moderation.approve')}
        </Button>
        <Button aria-label={t('newcomers.decline', { name: displayName })} onClick={onDecline}>
          {t('newcomers.declineShort')}
        </Button>
      </span>
    </li>
  );
}

function Brake({ brake, onEnd }: { brake: NonNullable<NewcomersView['brake']>; onEnd: () => void }) {
  return (
    <div
      role="note"
      className="mb-4 flex flex-wrap items-center gap-3 rounded-lg bg-mention px-4 py-2 text-[14px]"
    >
      <span className="min-w-0 flex-1 basis-[220px]">
        {t('newcomers.pulled', { holds: holdNames[brake.holds], time: formatFull(brake.until) })}
      </span>
      <Button onClick={onEnd}>{t('newcomers.release')}</Button>
    </div>
  );
}

/** The accounts that wait for approval, the brake on new ones, and for admins the settings of both. */
export function Newcomers() {
  const { api } = useCore();
  const role = useAppSelector(({ session }) => session.me?.role ?? 'guest');
  const [after, setAfter] = useState<string>();
  const load = useCallback(
    () => api.request('GET /moderation/newcomers', { query: after === undefined ? {} : { after } }),
    [api, after],
  );
  const { value, failure, act } = useLoaded(load);
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!value && failure === undefined && <SkeletonRows rows={3} />}
      {value?.brake && (
        <Brake brake={value.brake} onEnd={() => void act(api.request('DELETE /moderation/brake'))} />
      )}
      {value && <p className="text-[14px] text-soft">{t('newcomers.count', { count: value.count })}</p>}
      <ul aria-label={t('newcomers.title')} className="m-0 list-none divide-y divide-line p-0">
        {value?.people.map((person) => {
          const path = { userId: person.userId };
          return (
            <Person
              key={person.userId}
              person={person}
              onApprove={() => void act(api.request('POST /moderation/newcomers/{userId}/approve', { path }))}
              onDecline={() => void act(api.request('POST /moderation/newcomers/{userId}/decline', { path }))}
            />
          );
        })}
      </ul>
      {value?.next && (
        <Button onClick={() => setAfter(value.next ?? undefined)}>{t('newcomers.more')}</Button>
      )}
      {mayInWorkspace('changeWorkspace', role) && (
        <div className="mt-6">
          <SettingsSection name="newcomers" title={t('newcomers.settings')} words={words} />
        </div>
      )}
    </>
  );
}
