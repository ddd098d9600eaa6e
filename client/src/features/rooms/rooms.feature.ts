import { PanelRight } from 'lucide-react';
import { defineFeature } from '../../core/feature';
import { panelButton } from '../../core/panelButton';
import { t } from '../../text/first';

export const rooms = defineFeature({
  name: 'rooms',
  HeaderButton: panelButton('details', () => t('rooms.details'), PanelRight),
});
