import type { DeviceParts } from '@parley/shared/devices';
import { t } from '../text/text';

/** "Firefox on Linux": enough to recognize one's own devices. */
export function deviceName({ browser, system }: DeviceParts): string {
  const named = browser ?? t('devices.program');
  return system === null ? named : t('devices.name', { browser: named, system });
}
