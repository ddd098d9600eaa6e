import { lazy } from 'react';
import { defineScreens } from '../../core/screens';

const NewDeviceNotice = lazy(() => import('./NewDeviceNotice').then((m) => ({ default: m.NewDeviceNotice })));

export const devices = defineScreens({ name: 'devices', Overlay: NewDeviceNotice });
