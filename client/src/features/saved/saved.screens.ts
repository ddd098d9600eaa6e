import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from '../../text/text';
import { SaveAction } from './SaveAction';

const SavedPanel = lazy(() => import('./SavedPanel').then((m) => ({ default: m.SavedPanel })));

export const saved = defineScreens({
  name: 'saved',
  panels: { saved: { Panel: SavedPanel, title: () => t('saved.title') } },
  messageActions: [{ order: 50, Item: SaveAction }],
});
