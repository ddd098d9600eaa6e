import type { Device, DeviceKind } from '../callState';

export type Devices = Record<DeviceKind, Device[]>;

/** Chromium lists the system's choices as devices of their own; here they are the empty id. */
const STAND_INS = ['', 'default', 'communications'];

/** Sorts what the browser lists. Before a permission is given it hides ids and names: such entries are left out. */
export function devicesOf(infos: Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]): Devices {
  const devices: Devices = { audioinput: [], videoinput: [], audiooutput: [] };
  for (const { kind, deviceId, label } of infos)
    if (!STAND_INS.includes(deviceId)) devices[kind].push({ deviceId, label });
  return devices;
}

/** What one uses, and would like to. */
export interface Use {
  /** The chosen device; empty for the browser's choice. It stays chosen while it is unplugged. */
  preferred: string;
  /** The device in use; empty for the browser's choice. */
  used: string;
  /** Its track has ended, as when it was unplugged. */
  ended: boolean;
}

/**
 * Decides what to do when the list of devices has changed: a chosen device that is gone gives way to the browser's choice,
 * and is used again when it comes back.
 *
 * @returns the device to use, empty for the browser's choice, and whether it has to be opened anew
 */
export function decide({ preferred, used, ended }: Use, devices: Device[]): { use: string; open: boolean } {
  const use = devices.some(({ deviceId }) => deviceId === preferred) ? preferred : '';
  return { use, open: use !== used || ended };
}

/** The devices of this computer; none where the browser has no access to any. */
export async function listDevices(): Promise<Devices> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  return devicesOf((await mediaDevices?.enumerateDevices().catch(() => [])) ?? []);
}

/**
 * Follows the list: calls at once, and whenever something is plugged in, unplugged or permitted. Also as the page is back from the
 * background, where a phone may have taken a device away.
 *
 * @returns ends it
 */
export function watchDevices(onChange: (devices: Devices) => void): () => void {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  let ended = false;
  let latest = 0;
  const list = async (): Promise<void> => {
    const own = ++latest;
    const devices = await listDevices();
    if (!ended && own === latest) onChange(devices);
  };
  const listener = (): void => void list();
  const onVisible = (): void => void (document.visibilityState === 'visible' && listener());
  mediaDevices?.addEventListener('devicechange', listener);
  document.addEventListener('visibilitychange', onVisible);
  listener();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', onVisible);
    mediaDevices?.removeEventListener('devicechange', listener);
  };
}
