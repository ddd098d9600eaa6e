import { returnParameters, type OpenidFailure } from '@parley/shared/openidReturn';
import { publicAddress } from '../../platform/basePath.js';
import type { Server } from '../../platform/context.js';

const LONGEST = 500;
/** Never resolved: an address of another host or scheme shows by having another origin. */
const NOWHERE = 'http://parley.invalid';

/**
 * A path of the app to return to. Anything else, such as another host in one of the many ways browsers read one, becomes the start.
 * @param wanted as received; begins with a slash, without the base path
 */
export function safePath(wanted: string | undefined): string {
  // Browsers read a backslash as a slash, and leave tabs and line ends out.
  if (wanted === undefined || wanted.length > LONGEST || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted))
    return '/';
  try {
    const { origin, pathname, search } = new URL(wanted, NOWHERE);
    if (origin !== NOWHERE || pathname.startsWith('//') || /^\/(api|health|metrics)(\/|$)/.test(pathname))
      return '/';
    return pathname + search;
  } catch {
    return '/';
  }
}

/**
 * Where a browser goes after a callback: the app, at the address of the settings.
 * @param path from `safePath`
 */
export function returnAddress(
  { config }: Server,
  path: string,
  {
    result,
    provider,
    signsOut = false,
  }: { result: OpenidFailure | 'none' | 'signed-in' | 'connected'; provider: string; signsOut?: boolean },
): string {
  const [pathname = '/', search] = path.split('?');
  const address = new URL(publicAddress(config.PUBLIC_URL, pathname));
  address.search = search ?? '';
  address.searchParams.set(returnParameters.result, result);
  address.searchParams.set(returnParameters.provider, provider);
  if (signsOut) address.searchParams.set(returnParameters.signsOut, '1');
  return address.href;
}
