import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from './text/text';

const InboxPanel = lazy(() => import('./InboxPanel').then((m) => ({ default: m.InboxPanel })));

export const inbox = defineScreens({
  name: 'inbox',
  panels: { inbox: { Panel: InboxPanel, title: () => t('inbox.title') } },
});
