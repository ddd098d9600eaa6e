import { useTabs } from '../../core/tabs';
import { t } from '../../text/text';
import { TabbedDialog } from '../../ui/TabbedDialog';

export const SettingsDialog = ({ tab, onClose }: { tab: string; onClose: () => void }) => (
  <TabbedDialog title={t('common.settings')} tabs={useTabs('settings')} first={tab} onClose={onClose} />
);
