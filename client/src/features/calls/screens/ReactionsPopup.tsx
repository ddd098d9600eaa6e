import { callReactions } from '@parley/shared/calls/call';
import { SmilePlus } from 'lucide-react';
import type { CallActions } from '../callState';
import { t } from '../text/text';
import { Popup } from './Popup';
import { ToolbarButton } from './ToolbarButton';

/** The reactions of a call; it stays open, because people react more than once. */
export function ReactionsPopup({ actions }: { actions: Pick<CallActions, 'react'> }) {
  return (
    <Popup
      label={t('calls.reactions')}
      trigger={
        <ToolbarButton label={t('calls.reactions')}>
          <SmilePlus size={20} strokeWidth={1.75} />
        </ToolbarButton>
      }
    >
      {() => (
        <div className="flex gap-1 p-1.5">
          {callReactions.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={t('calls.react', { emoji })}
              onClick={() => actions.react(emoji)}
              className="flex size-11 items-center justify-center rounded-lg text-[24px] leading-none hover:bg-hover"
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
    </Popup>
  );
}
