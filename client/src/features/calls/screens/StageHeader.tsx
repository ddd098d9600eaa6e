import { LayoutGrid, Minimize2, PanelRight, PictureInPicture2 } from 'lucide-react';
import type { CallActions, CallState } from '../callState';
import { IconButton } from '../../../ui/Button';
import { t } from '../text/text';
import { ariaKeysOf, keysOf } from './callKeys';
import { Duration } from './Duration';
import type { Pip } from './pip/usePip';

interface StageHeaderProps {
  state: CallState;
  actions: Pick<CallActions, 'setLayout' | 'setMinimised'>;
  /** Of the room. */
  title: string;
  pip: Pip;
}

/** Above a call: its room, how long it lasts, how it is shown. */
export function StageHeader({ state: { call, layout }, actions, title, pip }: StageHeaderProps) {
  const grid = layout === 'grid';
  return (
    <header className="flex h-14 shrink-0 items-center gap-2.5 ps-4 pe-2">
      <h2 className="heading m-0 min-w-0 truncate text-[16px]">
        <bdi>{title}</bdi>
      </h2>
      {call?.answeredAt != null && <Duration since={call.answeredAt} />}
      <span className="ms-auto" />
      <IconButton
        label={grid ? t('calls.speakerView') : t('calls.grid')}
        onClick={() => actions.setLayout(grid ? 'speaker' : 'grid')}
        className="max-[819px]:hidden"
      >
        {grid ? <PanelRight size={18} strokeWidth={1.75} /> : <LayoutGrid size={18} strokeWidth={1.75} />}
      </IconButton>
      {pip.can && (
        <IconButton
          label={t('calls.pip')}
          title={`${t('calls.pip')} (${keysOf('pip')})`}
          aria-keyshortcuts={ariaKeysOf('pip')}
          onClick={() => pip.toggle()}
        >
          <PictureInPicture2 size={18} strokeWidth={1.75} />
        </IconButton>
      )}
      <IconButton label={t('calls.minimise')} onClick={() => actions.setMinimised(true)}>
        <Minimize2 size={18} strokeWidth={1.75} />
      </IconButton>
    </header>
  );
}
