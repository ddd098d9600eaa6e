import type { MessageView } from '@parley/shared/messages';
import { createContext } from 'react';

/** Whom a stored message notified: only they are drawn as mentions. Undefined for a text that nobody has sent yet. */
export const MentionScope = createContext<Pick<MessageView, 'mentionIds' | 'mentionsRoom'> | undefined>(
  undefined,
);
