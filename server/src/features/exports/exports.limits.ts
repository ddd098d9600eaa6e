import type { Limit } from '../../platform/rateLimit.js';

/** Exports that one person starts in a day: each reads all rooms of theirs. */
export const exportLimit: Limit = { name: 'export', bounds: () => [5, 86_400] };

/** How long an archive can be downloaded, in ms. */
export const STORED_MS = 7 * 86_400_000;
/** How long a link can be followed, in ms. */
export const LINK_MS = 60_000;
/** How often an export is begun before it fails: after crashes, and errors of the file store. */
export const MOST_ATTEMPTS = 5;
/** How often an archive is packed again because a message in it was deleted meanwhile. */
export const MOST_PACKINGS = 3;
/** Messages of one page of HTML. */
export const MESSAGES_PER_PAGE = 500;
