import { useEffect } from 'react';
import { useCore } from '../../core/coreContext';
import { watchFloors } from './floors';

/** Draws nothing: it drops what retention has deleted, whichever room is open. */
export function Floors(): null {
  const core = useCore();
  useEffect(() => watchFloors(core), [core]);
  return null;
}
