import { TabbedDialog } from '../../ui/TabbedDialog';
import { NotificationSettings } from '../notifications/NotificationSettings';
import { AccessTokens } from './AccessTokens';
import { Appearance } from './Appearance';
import { PasswordForm } from './PasswordForm';
import { Profile } from './Profile';
import { SessionList } from './SessionList';

const tabs = [
  { id: 'profile', name: 'Profile', Tab: Profile },
  { id: 'notifications', name: 'Notifications', Tab: NotificationSettings },
  { id: 'appearance', name: 'Appearance', Tab: Appearance },
  { id: 'sessions', name: 'Sessions', Tab: SessionList },
  { id: 'password', name: 'Password', Tab: PasswordForm },
  { id: 'tokens', name: 'Access tokens', Tab: AccessTokens },
] as const;

export type SettingsTab = (typeof tabs)[number]['id'];

export const SettingsDialog = ({ tab, onClose }: { tab: SettingsTab; onClose: () => void }) => (
  <TabbedDialog title="Settings" tabs={tabs} first={tab} onClose={onClose} />
);
