import { useScreens } from '../core/screens';

/** What features show over the page. Loaded after the first room. */
export default function Overlays() {
  return useScreens().map(({ name, Overlay }) => Overlay && <Overlay key={name} />);
}
