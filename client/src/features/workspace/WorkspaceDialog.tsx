import { useTabs } from '../../core/tabs';
import { t } from '../../text/text';
import { TabbedDialog } from '../../ui/TabbedDialog';

export const WorkspaceDialog = ({ tab, onClose }: { tab: string; onClose: () => void }) => (
  <TabbedDialog title={t('workspace.settings')} tabs={useTabs('admin')} first={tab} onClose={onClose} />
);
