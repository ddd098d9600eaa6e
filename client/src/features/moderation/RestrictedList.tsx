import type { RestrictedView } from '@parley/shared/moderation/moderation';
import { useCallback } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Empty } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatFull } from '../../ui/times';
import { nameOf } from './names';
import { t } from './text/text';

const row = 'flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-[14px]';
const words = 'min-w-0 flex-1 basis-[200px] [overflow-wrap:anywhere]';

interface PersonProps {
  person: RestrictedView;
  onUnmute: (roomId: string | null) => void;
  onUnban: () => void;
}

function Person({ person: { userId, mutes, ban }, onUnmute, onUnban }: PersonProps) {
  const name = useAppSelector((state) => nameOf(state, userId));
  const rooms = useAppSelector((state) => state.rooms.byId);
  const roomName = (roomId: string | null): string =>
    roomId === null ? t('moderation.workspace') : rooms[roomId]?.room.name || t('moderation.aRoom');
  return (
    <li className="py-2">
      <span className="name text-[14px]">
        <bdi>{name}</bdi>
      </span>
      {ban && (
        <div className={row}>
          <span className={words}>
            {ban.until === null
              ? t('moderation.bannedForever', { reason: ban.reason })
              : t('moderation.bannedUntil', { time: formatFull(ban.until), reason: ban.reason })}
          </span>
          <Button onClick={onUnban}>{t('moderation.unban')}</Button>
        </div>
      )}
      {mutes.map(({ roomId, until, reason }) => (
        <div key={roomId ?? ''} className={row}>
          <span className={words}>
            {t('moderation.mutedIn', { room: roomName(roomId), time: formatFull(until), reason })}
          </span>
          <Button onClick={() => onUnmute(roomId)}>{t('moderation.unmute')}</Button>
        </div>
      ))}
    </li>
  );
}

/** Who is muted or banned now, and the banned addresses, each with its end. */
export function RestrictedList() {
  const { api } = useCore();
  const load = useCallback(() => api.request('GET /moderation/restricted'), [api]);
  const { value, failure, act } = useLoaded(load);
  const none = value && value.people.length + value.addresses.length === 0;
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!value && failure === undefined && <SkeletonRows rows={3} />}
      {none && <Empty>{t('moderation.noRestricted')}</Empty>}
      <ul aria-label={t('moderation.restricted')} className="m-0 list-none divide-y divide-line p-0">
        {value?.people.map((person) => {
          const path = { userId: person.userId };
          return (
            <Person
              key={person.userId}
              person={person}
              onUnban={() => void act(api.request('DELETE /users/{userId}/ban', { path }))}
              onUnmute={(roomId) =>
                void act(
                  api.request('DELETE /users/{userId}/mute', {
                    path,
                    query: roomId === null ? {} : { roomId },
                  }),
                )
              }
            />
          );
        })}
        {value?.addresses.map(({ addressBanId, address }) => (
          <li key={addressBanId} className={row}>
            <span className={words}>{t('moderation.address', { address })}</span>
            <Button
              onClick={() =>
                void act(
                  api.request('DELETE /moderation/addresses/{addressBanId}', { path: { addressBanId } }),
                )
              }
            >
              {t('moderation.endAddress')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
