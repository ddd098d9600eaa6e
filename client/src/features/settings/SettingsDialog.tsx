import { TabbedDialog } from '../../ui/TabbedDialog';
import { NotificationSettings } from '../notifications/NotificationSettings';
import { AccessTokens } from './AccessTokens';
import { Appearance } from './Appearance';
import { PasswordForm } from './PasswordForm';
import { Profile } from './Profile';
import { SessionList } from './SessionList';
import { t } from '../../text/later';

const tabs = [
  { id: 'profile', name: t('profile.title'), Tab: Profile },
  { id: 'notifications', name: t('notify.title'), Tab: NotificationSettings },
  { id: 'appearance', name: t('theme.title'), Tab: Appearance },
  { id: 'sessions', name: t('sessions.title'), Tab: SessionList },
  { id: 'password', name: t('auth.password'), Tab: PasswordForm },
  { id: 'tokens', name: t('tokens.title'), Tab: AccessTokens },
] as const;

export type SettingsTab = (typeof tabs)[number]['id'];

export const SettingsDialog = ({ tab, onClose }: { tab: SettingsTab; onClose: () => void }) => (
  <TabbedDialog title={t('common.settings')} tabs={tabs} first={tab} onClose={onClose} />
);
