import { Dialog } from '../../ui/Dialog';
import { Kbd } from '../../ui/Notice';
import { modifier } from '../../ui/platform';

const keys: [what: string, ...keys: string[]][] = [
  ['Jump to a room or person', modifier, 'K'],
  ['Next and previous room', 'Alt', '↓ ↑'],
  ['Next and previous unread room', 'Alt', 'Shift', '↓ ↑'],
  ['Mark as read and go to the latest', 'Esc'],
  ['Mark everything as read', 'Shift', 'Esc'],
  ['Reply to the last message', 'Shift', '↑'],
  ['Edit your last message', '↑'],
  ['Bold, italic, code', modifier, 'B I E'],
  ['Link', modifier, 'Shift', 'L'],
  ['Commands', '/'],
  ['Attach files', modifier, 'U'],
  ['Search messages', modifier, 'Shift', 'F'],
  ['Room details', modifier, '.'],
  ['Settings', modifier, ','],
  ['Sidebar, messages, composer, panel', 'F6'],
  ['Message by message', '↑ ↓'],
  ['Actions of a message', 'Enter'],
  ['This list', modifier, '/'],
];

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keys">
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
