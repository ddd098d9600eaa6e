import { usePresence } from './usePresence';
import { useTimeZone } from './useTimeZone';

/** Whether and where somebody is at work here; nothing to see. It comes a moment after the first room. */
export default function Attention() {
  usePresence();
  useTimeZone();
  return null;
}
