import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { IconButton } from '../ui/Button';
import type { HeaderButtonProps } from './feature';

/** @returns a header's button that opens and closes a panel by its name */
export const panelButton = (
  name: string,
  label: () => string,
  Icon: LucideIcon,
): ComponentType<HeaderButtonProps> =>
  function PanelButton({ panel, togglePanel }) {
    return (
      <IconButton label={label()} pressed={panel === name} onClick={() => togglePanel(name)}>
        <Icon size={18} strokeWidth={1.75} />
      </IconButton>
    );
  };
