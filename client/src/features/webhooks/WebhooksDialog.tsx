import type { CreatedWebhook, WebhookView } from '@parley/shared/webhooks';
import { useCallback, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useLoaded } from '../../core/useLoaded';
import { fieldsOf } from '../../platform/api';
import { t } from './text/text';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { ShownOnce } from '../../ui/ShownOnce';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatDay } from '../../ui/times';

function WebhookRow({ hook, onRemove }: { hook: WebhookView; onRemove: () => void }) {
  const day = hook.lastUsedAt === null ? t('tokens.never') : formatDay(Date.parse(hook.lastUsedAt));
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Avatar id={hook.userId} name={hook.name} size={28} />
      <div className="min-w-0 flex-1">
        <span className="block truncate text-[14px]">
          <bdi>{hook.name}</bdi>
        </span>
        <span className="tabular block truncate text-[12px] text-soft">
          {t('webhooks.lastUsed', { day })}
        </span>
      </div>
      <Button aria-label={t('webhooks.removeNamed', { name: hook.name })} onClick={onRemove}>
        {t('webhooks.remove')}
      </Button>
    </li>
  );
}

/** The addresses at which programs can send messages to a room. */
export function WebhooksDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const core = useCore();
  const [made, setMade] = useState<CreatedWebhook>();
  const [name, setName] = useState('');
  const load = useCallback(
    async () => (await core.api.request('GET /rooms/{roomId}/webhooks', { path: { roomId } })).webhooks,
    [core, roomId],
  );
  const { value: webhooks, failure, act } = useLoaded(load);
  const create = async (): Promise<void> => {
    const answer = await act(
      core.api.request('POST /rooms/{roomId}/webhooks', { path: { roomId }, body: { name } }),
    );
    if (!answer) return;
    setMade(answer);
    setName('');
  };
  const remove = (webhookId: string): void => {
    if (made?.webhookId === webhookId) setMade(undefined);
    void act(core.api.request('DELETE /webhooks/{webhookId}', { path: { webhookId } }));
  };
  const fields = fieldsOf(failure);
  return (
    <Dialog open onClose={onClose} title={t('webhooks.title')}>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('webhooks.lead')}</p>
      <OneFieldForm
        label={t('webhooks.name')}
        dir="auto"
        value={name}
        onType={setName}
        error={fields['name']}
        button={t('webhooks.make')}
        primary
        onSend={() => void create()}
        className="mb-4"
      />
      <FormFailure error={failure} />
      {made && (
        <ShownOnce
          secret={`${location.origin}${made.path}`}
          lead={t('webhooks.copyNow')}
          why={t('webhooks.copyNowWhy')}
          copy={t('webhooks.copy')}
          copied={t('webhooks.copied')}
        />
      )}
      {!webhooks && failure === undefined && <SkeletonRows rows={2} />}
      {webhooks?.length === 0 && <p className="m-0 text-[14px] text-soft">{t('webhooks.none')}</p>}
      <ul aria-label={t('webhooks.title')} className="m-0 list-none divide-y divide-line p-0">
        {webhooks?.map((hook) => (
          <WebhookRow key={hook.webhookId} hook={hook} onRemove={() => remove(hook.webhookId)} />
        ))}
      </ul>
    </Dialog>
  );
}
