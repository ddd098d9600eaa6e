import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { CallBanner } from './CallBanner';

const CallPartCard = lazy(() => import('./CallPartCard').then((m) => ({ default: m.CallPartCard })));
const CallHost = lazy(() => import('./CallHost').then((m) => ({ default: m.CallHost })));

export const calls = defineScreens({
  name: 'calls',
  parts: { call: CallPartCard },
  RoomBanner: CallBanner,
  Overlay: CallHost,
});
