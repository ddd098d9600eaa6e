import { createContext, useContext } from 'react';
import type { Core } from './core';

export const CoreContext = createContext<Core | undefined>(undefined);

/** The running client. */
export function useCore(): Core {
  const core = useContext(CoreContext);
  if (!core) throw new Error('CoreContext is missing');
  return core;
}
