import { Dialog } from '../../../ui/Dialog';
import { t } from '../text/text';
import { NetworkTest } from './NetworkTest';

export const NetworkTestDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog open onClose={onClose} title={t('calls.networkTestTitle')}>
    <NetworkTest />
  </Dialog>
);
