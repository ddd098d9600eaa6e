import { TabbedDialog } from '../../ui/TabbedDialog';
import { General } from './General';
import { Invitations } from './Invitations';
import { People } from './People';
import { t } from '../../text/later';

const tabs = [
  { id: 'general', name: t('workspace.title'), Tab: General },
  { id: 'invitations', name: t('invites.title'), Tab: Invitations },
  { id: 'people', name: t('people.people'), Tab: People },
] as const;

export type WorkspaceTab = (typeof tabs)[number]['id'];

export const WorkspaceDialog = ({ tab, onClose }: { tab: WorkspaceTab; onClose: () => void }) => (
  <TabbedDialog title={t('workspace.settings')} tabs={tabs} first={tab} onClose={onClose} />
);
