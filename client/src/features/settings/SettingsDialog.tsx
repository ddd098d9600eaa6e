import { useState } from 'react';
import { classes } from '../../ui/classes';
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
  const [current, setCurrent] = useState<SettingsTab>(tab);
  const { Tab } = tabs.find(({ id }) => id === current) ?? tabs[0];
  return (
    <Dialog open onClose={onClose} title="Settings" wide>
      <div className="flex min-h-[380px] gap-6 max-[819px]:flex-col max-[819px]:gap-4">
        <div
          role="tablist"
          aria-label="Settings"
          aria-orientation="vertical"
          className="flex w-40 shrink-0 flex-col gap-0.5 max-[819px]:w-full max-[819px]:flex-row max-[819px]:overflow-x-auto"
        >
          {tabs.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`tab-${id}`}
              aria-selected={id === current}
              aria-controls="settings-panel"
              onClick={() => setCurrent(id)}
              className={classes(
                'h-8 shrink-0 rounded-lg px-3 text-start text-[14px] max-[819px]:h-11',
                id === current ? 'bg-selected font-semibold' : 'text-soft hover:bg-hover',
              )}
            >
              {name}
            </button>
          ))}
        </div>
        <div
          role="tabpanel"
          id="settings-panel"
          aria-labelledby={`tab-${current}`}
          className="min-w-0 flex-1"
        >
          <Tab />
        </div>
      </div>
    </Dialog>
  );
}
