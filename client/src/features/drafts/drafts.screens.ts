import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from '../../text/text';

const DraftsPanel = lazy(() => import('./DraftsPanel').then((m) => ({ default: m.DraftsPanel })));

export const drafts = defineScreens({
  name: 'drafts',
  panels: { drafts: { Panel: DraftsPanel, title: () => t('drafts.title') } },
});
