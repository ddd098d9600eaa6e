import { deviceOf, type NewDevice } from '@parley/shared/devices';
import type { NewDeviceDoc } from './devices.model.js';

export const viewNewDevice = ({ _id, userAgent, address, at }: NewDeviceDoc): NewDevice => ({
  sessionId: _id,
  device: deviceOf(userAgent),
  address,
  at: at.toISOString(),
});
