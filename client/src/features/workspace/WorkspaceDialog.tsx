import { TabbedDialog } from '../../ui/TabbedDialog';
import { General } from './General';
import { Invitations } from './Invitations';
import { People } from './People';

const tabs = [
  { id: 'general', name: 'Workspace', Tab: General },
  { id: 'invitations', name: 'Invitations', Tab: Invitations },
  { id: 'people', name: 'People', Tab: People },
] as const;

export type WorkspaceTab = (typeof tabs)[number]['id'];

export const WorkspaceDialog = ({ tab, onClose }: { tab: WorkspaceTab; onClose: () => void }) => (
  <TabbedDialog title="Workspace settings" tabs={tabs} first={tab} onClose={onClose} />
);
