import { Tabs } from '@base-ui/react/tabs';
import { Dialog } from '../../ui/Dialog';
import { Appearance } from './Appearance';
import { PasswordForm } from './PasswordForm';
import { Profile } from './Profile';
import { SessionList } from './SessionList';

const tabs = [
  { id: 'profile', name: 'Profile', Tab: Profile },
  { id: 'appearance', name: 'Appearance', Tab: Appearance },
  { id: 'sessions', name: 'Sessions', Tab: SessionList },
  { id: 'password', name: 'Password', Tab: PasswordForm },
] as const;

export type SettingsTab = (typeof tabs)[number]['id'];

export function SettingsDialog({ tab, onClose }: { tab: SettingsTab; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Settings" wide>
      <Tabs.Root
        defaultValue={tab}
        orientation="vertical"
        className="flex min-h-[380px] gap-6 max-[819px]:flex-col max-[819px]:gap-4"
      >
        <Tabs.List
          aria-label="Settings"
          className="flex w-40 shrink-0 flex-col gap-0.5 max-[819px]:w-full max-[819px]:flex-row max-[819px]:overflow-x-auto"
        >
          {tabs.map(({ id, name }) => (
            <Tabs.Tab
              key={id}
              value={id}
              className="h-8 shrink-0 rounded-lg px-3 text-start text-[14px] text-soft hover:bg-hover data-[active]:bg-selected data-[active]:font-semibold data-[active]:text-text max-[819px]:h-11 max-[819px]:px-2"
            >
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ id, Tab }) => (
          <Tabs.Panel key={id} value={id} className="min-w-0 flex-1 outline-none">
            <Tab />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </Dialog>
  );
}
