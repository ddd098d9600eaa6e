import { Dialog } from '../../ui/Dialog';
import { Kbd } from '../../ui/Notice';
import { modifier } from '../../ui/platform';
import { t } from './text/text';

const keys: [what: string, ...keys: string[]][] = [
  [t('jump.title'), modifier, 'K'],
  [t('keys.rooms'), 'Alt', '↓ ↑'],
  [t('keys.unreadRooms'), 'Alt', 'Shift', '↓ ↑'],
  [t('keys.read'), 'Esc'],
  [t('keys.allRead'), 'Shift', 'Esc'],
  [t('keys.reply'), 'Shift', '↑'],
  [t('keys.edit'), '↑'],
  [t('keys.format'), modifier, 'B I E'],
  [t('keys.link'), modifier, 'Shift', 'L'],
  [t('keys.commands'), '/'],
  [t('keys.attach'), modifier, 'U'],
  [t('search.messages'), modifier, 'Shift', 'F'],
  [t('rooms.details'), modifier, '.'],
  [t('keys.callAnswer'), modifier, 'Shift', 'A D'],
  [t('keys.callMute'), modifier, 'Shift', 'M'],
  [t('keys.callCamera'), modifier, 'Shift', 'O'],
  [t('keys.callLeave'), modifier, 'Shift', 'H'],
  [t('common.settings'), modifier, ','],
  [t('keys.regions'), 'F6'],
  [t('keys.messages'), '↑ ↓'],
  [t('keys.actions'), 'Enter'],
  [t('keys.list'), modifier, '/'],
];

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title={t('keys.title')}>
      <dl className="m-0">
        {keys.map(([what, ...parts]) => (
          <div key={what} className="flex items-center justify-between gap-4 py-1.5 text-[14px]">
            <dt>{what}</dt>
            <dd className="m-0 flex gap-1">
              {parts.map((part) => (
                <Kbd key={part}>{part}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
