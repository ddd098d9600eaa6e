import type { RoomRules } from '@parley/shared/permissions';
import { narrowable } from '@parley/shared/rights';
import { useId, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useRoom } from '../../core/rooms/useRoom';
import { sentenceOf } from '../../platform/api';
import { Dialog } from '../../ui/Dialog';
import { permissionName } from './names';
import { t } from './text/text';

type Narrowable = (typeof narrowable)[number];

interface RowProps {
  permission: Narrowable;
  rules: RoomRules;
  onChange: (rules: RoomRules) => void;
}

/** Who may do one thing in the room. */
function Row({ permission, rules, onChange }: RowProps) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-3 border-b border-line py-2">
      <label htmlFor={id} className="text-[14px]">
        {permissionName(permission)}
      </label>
      <select
        id={id}
        value={rules.only?.[permission] ?? ''}
        onChange={({ target: { value } }) => {
          const only = { ...rules.only };
          if (value === 'moderators' || value === 'owners') only[permission] = value;
          else delete only[permission];
          onChange({ ...rules, only });
        }}
        className="h-9 rounded-lg border border-strong bg-page px-2 text-[14px] text-text outline-none focus:border-accent max-[819px]:h-11"
      >
        <option value="">{t('roles.everybody')}</option>
        <option value="moderators">{t('roles.moderators')}</option>
        <option value="owners">{t('roles.owners')}</option>
      </select>
    </div>
  );
}

/** What a room narrows: each choice is saved at once. */
export function RoomRulesDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const core = useCore();
  const { room } = useRoom(roomId);
  const [failure, setFailure] = useState<string>();
  const save = (rules: RoomRules): void => {
    setFailure(undefined);
    core.api
      .request('PUT /rooms/{roomId}/rules', { path: { roomId }, body: rules })
      .catch((error: unknown) => setFailure(sentenceOf(error)));
  };
  return (
    <Dialog open onClose={onClose} title={t('roles.ofRoom')} description={t('roles.ofRoomIntro')}>
      {failure !== undefined && (
        <p role="alert" className="m-0 text-[13px] text-danger">
          {failure}
        </p>
      )}
      {narrowable.map((permission) => (
        <Row key={permission} permission={permission} rules={room?.rules ?? {}} onChange={save} />
      ))}
    </Dialog>
  );
}
