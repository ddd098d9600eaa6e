import type { NewDevice } from '@parley/shared/devices';
import { ShieldAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useDialogs } from '../../core/dialogs';
import { newDeviceListeners } from '../../core/newDevice';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { formatFull } from '../../ui/times';
import { deviceName } from './public/deviceName';
import { t } from './text/text';

const Where = ({ device: { device, address, at } }: { device: NewDevice }) => (
  <>
    <p className="mt-2 mb-1 text-[14px]">{t('devices.you')}</p>
    <p className="tabular m-0 mb-3 text-[13px] text-soft">
      {t('devices.where', { device: deviceName(device), address, time: formatFull(at) })}
    </p>
  </>
);

/** The question, and how it is answered. */
function useNewDevice() {
  const { api } = useCore();
  const [device, setDevice] = useState<NewDevice>();
  const [ended, setEnded] = useState(false);
  const load = useCallback(async (): Promise<void> => {
    // What cannot be loaded is not shown; the next sign-in, or reload, tries again.
    const found = await api.request('GET /me/new-devices').catch(() => undefined);
    setDevice(found?.devices[0]);
  }, [api]);
  useEffect(() => {
    void load();
    const again = (): void => void load();
    newDeviceListeners.add(again);
    return () => void newDeviceListeners.delete(again);
  }, [load]);
  const answer = async (work: Promise<unknown>, ends: boolean): Promise<void> => {
    await work.catch(() => undefined);
    setEnded(ends);
    if (ends) announce(t('devices.ended'));
    await load();
  };
  const path = { sessionId: device?.sessionId ?? '' };
  return {
    device,
    ended,
    close: () => setEnded(false),
    confirm: () => void answer(api.request('POST /me/new-devices/{sessionId}/confirm', { path }), false),
    end: () => void answer(api.request('DELETE /me/sessions/{sessionId}', { path }), true),
  };
}

/** Asks about a sign-in by a browser that is new for this account, until somebody answers; from the other pages of the account. */
export function NewDeviceNotice() {
  const dialogs = useDialogs();
  const { device, ended, close, confirm, end } = useNewDevice();
  if (!device && !ended) return null;
  const toPassword = (): void => {
    close();
    dialogs.show({ kind: 'settings', tab: 'password' });
  };
  return (
    <section
      role="alert"
      aria-label={t('devices.title')}
      className="fixed end-4 bottom-4 z-40 w-[340px] max-w-[calc(100vw-32px)] rounded-xl border border-line bg-page p-4 shadow-float"
    >
      <h2 className="m-0 flex items-center gap-2 text-[15px] font-semibold">
        <ShieldAlert size={18} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-danger" />
        {device ? t('devices.title') : t('devices.ended')}
      </h2>
      {device ? <Where device={device} /> : <p className="mt-2 mb-3 text-[14px]">{t('devices.change')}</p>}
      <div className="flex flex-wrap gap-2">
        <Button kind={device ? 'plain' : 'primary'} onClick={device ? confirm : toPassword}>
          {device ? t('devices.confirm') : t('devices.toPassword')}
        </Button>
        <Button kind={device ? 'danger' : 'plain'} onClick={device ? end : close}>
          {device ? t('devices.end') : t('common.close')}
        </Button>
      </div>
    </section>
  );
}
