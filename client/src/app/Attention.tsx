import { useEffect } from 'react';
import { followUpdates } from './newVersion';
import { usePresence } from './usePresence';
import { useTimeZone } from './useTimeZone';

/** Whether and where somebody is at work here, and updates of the server; nothing to see. It comes a moment after the first room. */
export default function Attention() {
  usePresence();
  useTimeZone();
  useEffect(followUpdates, []);
  return null;
}
