import type { MessageView } from '@parley/shared/messages';
import { createContext, useContext } from 'react';

/** What the composer is about to do: say something new, answer, or change something said. */
export type Target =
  { kind: 'new' } | { kind: 'reply'; message: MessageView } | { kind: 'edit'; message: MessageView };

export interface ComposerTarget {
  target: Target;
  reply: (message: MessageView) => void;
  edit: (message: MessageView) => void;
  clear: () => void;
}

export const ComposerTargetContext = createContext<ComposerTarget | undefined>(undefined);

export function useComposerTarget(): ComposerTarget {
  const target = useContext(ComposerTargetContext);
  if (!target) throw new Error('ComposerTargetContext is missing');
  return target;
}
