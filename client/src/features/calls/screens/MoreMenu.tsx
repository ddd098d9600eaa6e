import { Ellipsis, Hand, LayoutGrid, MonitorUp, MonitorX, PanelRight, Settings2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CallActions, CallState } from '../callState';
import { Dialog } from '../../../ui/Dialog';
import { Menu, MenuItem } from '../../../ui/Menu';
import { t } from '../text/text';
import { DevicePickers } from './DevicePickers';
import { ToolbarButton } from './ToolbarButton';

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** On a phone: what of the toolbar has no place in it. */
export function MoreMenu({ state, actions }: { state: CallState; actions: CallActions }) {
  const { own, layout } = state;
  const [choosing, setChoosing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // The entry of the menu that opened the dialog is gone when it closes.
  useEffect(() => {
    if (!choosing) return;
    const opener = button.current;
    return () => opener?.focus();
  }, [choosing]);
  return (
    <>
      <Menu
        side="top"
        trigger={
          <ToolbarButton ref={button} label={t('calls.more')}>
            <Ellipsis size={20} strokeWidth={1.75} />
          </ToolbarButton>
        }
      >
        <MenuItem icon={<Hand {...icon} />} onSelect={() => actions.setHand(!own.hand)}>
          {own.hand ? t('calls.handLower') : t('calls.handRaise')}
        </MenuItem>
        {own.canShareScreen && (
          <MenuItem
            icon={own.screen ? <MonitorX {...icon} /> : <MonitorUp {...icon} />}
            onSelect={() => actions.setScreen(!own.screen)}
          >
            {own.screen ? t('calls.screenStop') : t('calls.screenShare')}
          </MenuItem>
        )}
        <MenuItem
          icon={layout === 'grid' ? <PanelRight {...icon} /> : <LayoutGrid {...icon} />}
          onSelect={() => actions.setLayout(layout === 'grid' ? 'speaker' : 'grid')}
        >
          {layout === 'grid' ? t('calls.speakerView') : t('calls.grid')}
        </MenuItem>
        <MenuItem icon={<Settings2 {...icon} />} onSelect={() => setChoosing(true)}>
          {t('calls.devices')}
        </MenuItem>
      </Menu>
      <Dialog open={choosing} onClose={() => setChoosing(false)} title={t('calls.devices')}>
        <DevicePickers own={own} actions={actions} />
      </Dialog>
    </>
  );
}
