import { useId } from 'react';
import type { CallActions, DeviceKind, OwnMedia } from '../callState';
import { t } from '../text/text';
import { LevelMeter } from './LevelMeter';

interface DevicePickersProps {
  own: OwnMedia;
  actions: Pick<CallActions, 'choose'>;
  className?: string;
}

const names: Record<DeviceKind, string> = {
  audioinput: t('calls.mic'),
  videoinput: t('calls.camera'),
  audiooutput: t('calls.speaker'),
};

/** One picker. An id in use that is not in the list stands as the default, which is what the browser takes then. */
function Picker({ kind, own, actions }: DevicePickersProps & { kind: DeviceKind }) {
  const id = useId();
  const devices = own.devices[kind];
  const chosen = devices.some(({ deviceId }) => deviceId === own.chosen[kind]) ? own.chosen[kind] : '';
  const empty = devices.length === 0;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-[13px] font-semibold">
        {names[kind]}
      </label>
      <select
        id={id}
        value={chosen}
        disabled={empty}
        onChange={(event) => actions.choose(kind, event.target.value)}
        className="h-9 w-full min-w-0 truncate rounded-lg border border-strong bg-page px-2.5 text-[14px] text-text outline-none focus:border-accent focus:ring-3 focus:ring-tint disabled:opacity-60 max-[819px]:h-11 max-[819px]:text-[16px]"
      >
        <option value="">{empty ? t('calls.deviceNone') : t('calls.deviceDefault')}</option>
        {devices.map(({ deviceId, label }, i) => (
          <option key={deviceId} value={deviceId}>
            {label === '' ? t('calls.device', { number: i + 1 }) : label}
          </option>
        ))}
      </select>
      {kind === 'audioinput' && !empty && <LevelMeter level={own.level} className="mt-2" />}
    </div>
  );
}

/** Which microphone, camera and, where the browser lets one choose it, speaker is used. */
export function DevicePickers(props: DevicePickersProps) {
  const kinds: DeviceKind[] = ['audioinput', 'videoinput'];
  if (props.own.canChooseSpeaker) kinds.push('audiooutput');
  return (
    <div className={props.className ?? 'flex flex-col gap-4'}>
      {kinds.map((kind) => (
        <Picker key={kind} {...props} kind={kind} />
      ))}
    </div>
  );
}
