import { IconButton } from '../../../ui/Button';
import { OnDemand } from '../../../ui/OnDemand';
import type { EmojiButtonProps } from '../EmojiPopover';

export const loadEmojiPopover = () => import('../EmojiPopover');

/** A button that opens the emoji picker. */
export const EmojiButton = (props: EmojiButtonProps) => (
  <OnDemand
    trigger={<IconButton label={props.label}>{props.children}</IconButton>}
    popup="dialog"
    load={loadEmojiPopover}
    props={props}
    onOpen={() => props.onOpenChange?.(true)}
  />
);
