import type { HeldView } from '@parley/shared/moderation/wordFilter';
import { useCallback } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Empty } from '../../ui/PageText';
import { formatFull } from '../../ui/times';
import { nameOf } from './names';
import { t } from './text/text';

function Held({
  held,
  onApprove,
  onRefuse,
}: {
  held: HeldView;
  onApprove: () => void;
  onRefuse: () => void;
}) {
  const name = useAppSelector((state) => nameOf(state, held.authorId));
  return (
    <li className="py-2 text-[14px]">
      <span className="text-[12px] text-soft">
        <bdi>{name}</bdi> · {formatFull(held.createdAt)}
        {held.roomName !== '' && ` · ${t('moderation.inRoom', { room: held.roomName })}`}
      </span>
      <p dir="auto" className="my-1 [overflow-wrap:anywhere] whitespace-pre-wrap">
        {held.text}
      </p>
      <div className="flex gap-2">
        <Button kind="primary" onClick={onApprove}>
          {t('moderation.approve')}
        </Button>
        <Button onClick={onRefuse}>{t('moderation.refuse')}</Button>
      </div>
    </li>
  );
}

/** The messages that the word filter holds, the oldest first. */
export function HeldList() {
  const { api } = useCore();
  const { value, failure, act } = useLoaded(useCallback(() => api.request('GET /moderation/held'), [api]));
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {value?.held.length === 0 && <Empty>{t('moderation.noHeld')}</Empty>}
      <ul aria-label={t('moderation.held')} className="m-0 list-none divide-y divide-line p-0">
        {value?.held.map((held) => {
          const path = { heldId: held.heldId };
          return (
            <Held
              key={held.heldId}
              held={held}
              onApprove={() => void act(api.request('POST /moderation/held/{heldId}/approve', { path }))}
              onRefuse={() => void act(api.request('POST /moderation/held/{heldId}/refuse', { path }))}
            />
          );
        })}
      </ul>
    </>
  );
}
