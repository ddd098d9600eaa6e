import type { MessageView } from '@parley/shared/messages';
import { useState } from 'react';
import { MessageBody } from './MessageBody';
import { t } from './text/text';

/** A message of somebody one has blocked: one line, until it is unfolded. */
export default function Folded({ message }: { message: MessageView }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className="m-0 text-[14px] text-faint">
        {t('blocks.folded')}{' '}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="font-semibold text-soft underline underline-offset-2"
        >
          {t(open ? 'blocks.hide' : 'blocks.show')}
        </button>
      </p>
      {open && <MessageBody message={message} />}
    </>
  );
}
