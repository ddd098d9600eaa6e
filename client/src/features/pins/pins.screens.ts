import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from '../../text/text';
import { PinAction } from './PinAction';

const PinsPanel = lazy(() => import('./PinsPanel').then((m) => ({ default: m.PinsPanel })));

export const pins = defineScreens({
  name: 'pins',
  panels: { pins: { Panel: PinsPanel, title: () => t('pins.title') } },
  messageActions: [{ order: 60, Item: PinAction }],
});
