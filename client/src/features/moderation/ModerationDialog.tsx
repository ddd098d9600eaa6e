import { Dialog } from '../../ui/Dialog';
import { ModerationTab } from './ModerationTab';
import { t } from './text/text';

/** The queue for moderators, who have no settings of the workspace. */
export const ModerationDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog open wide onClose={onClose} title={t('moderation.title')}>
    <ModerationTab />
  </Dialog>
);
