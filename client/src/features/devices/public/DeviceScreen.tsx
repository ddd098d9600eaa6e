import type { DeviceLinkView } from '@parley/shared/devices';
import { useEffect, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import { ApiError } from '../../../platform/api';
import { base } from '../../../platform/base';
import { Button } from '../../../ui/Button';
import { formatFull } from '../../../ui/times';
import { SessionCard } from '../../session/public/SessionCard';
import { useWorkspace } from '../../session/public/useWorkspace';
import { t } from '../text/text';
import { deviceName } from './deviceName';

/** The token is the fragment of the address, which browsers do not send. */
const token = location.hash.slice(1);

/** The page of the link in the mail about a new device. It ends the session by a press: programs open links, too. */
export function DeviceScreen() {
  const { api } = useCore();
  const { workspace } = useWorkspace();
  const [link, setLink] = useState<DeviceLinkView>();
  const [ended, setEnded] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    api.raw('POST /auth/device', { body: { token } }).then(setLink, setFailure);
  }, [api]);
  useEffect(() => {
    if (workspace) document.title = workspace.name;
  }, [workspace]);
  const end = (): void => {
    setFailure(undefined);
    api.raw('POST /auth/device/end', { body: { token } }).then(() => setEnded(true), setFailure);
  };
  const device = link?.device;
  const over = (link && !device) || (failure instanceof ApiError && failure.problem.status === 401);
  return (
    <SessionCard picture={workspace?.picture ?? null} title={ended ? t('devices.ended') : t('devices.title')}>
      {ended && <p role="status">{t('devices.endedLead')}</p>}
      {!ended && over && <p role="status">{t('devices.over')}</p>}
      {!ended && !over && failure !== undefined && <FormFailure error={failure} />}
      {!ended && link && device && (
        <>
          <p className="mt-0 mb-2 text-[15px] text-soft">{t('devices.lead', { name: link.username })}</p>
          <p className="tabular mt-0 mb-4 text-[15px]">
            {t('devices.where', {
              device: deviceName(device.device),
              address: device.address,
              time: formatFull(device.at),
            })}
          </p>
          <Button kind="danger" large className="w-full" onClick={end}>
            {t('devices.end')}
          </Button>
        </>
      )}
      <Button kind="quiet" className="mt-3 w-full" onClick={() => location.replace(`${base}/`)}>
        {t('devices.toStart', { workspace: workspace?.name ?? 'Parley' })}
      </Button>
    </SessionCard>
  );
}
