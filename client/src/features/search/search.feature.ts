import { Search } from 'lucide-react';
import { defineFeature } from '../../core/feature';
import { panelButton } from '../../core/panelButton';
import { t } from '../../text/first';

export const search = defineFeature({
  name: 'search',
  HeaderButton: panelButton('search', () => t('search.messages'), Search),
});
