import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from '../../text/text';

const SearchPanel = lazy(() => import('./SearchPanel').then((m) => ({ default: m.SearchPanel })));

export const search = defineScreens({
  name: 'search',
  panels: { search: { Panel: SearchPanel, title: () => t('search.messages') } },
});
