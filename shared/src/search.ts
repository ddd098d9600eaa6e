import { z } from 'zod';
import { limits } from './limits.js';
import { messageView } from './messages.js';
import { messageOf } from './faults.js';

export const searchQuery = z.strictObject({
  q: z.string().max(limits.searchQuery, messageOf('tooLong', { most: limits.searchQuery })),
  sort: z.enum(['newest', 'best']).default('newest'),
  limit: z.coerce.number().int().min(1).max(limits.page).default(20),
  /** The end of the previous page. */
  before: z
    .string()
    .regex(/^\d{1,15}-[0-9a-f]{24}$/, messageOf('cursor'))
    .optional(),
  /** The searcher's time zone, in which days begin: an IANA name such as Europe/Berlin. One that the server lacks is ignored. */
  timeZone: z.string().max(64).optional(),
  /** Without a zone: minutes of the searcher's clock ahead of UTC, on all days alike. */
  utcOffset: z.coerce.number().int().min(-840).max(840).default(0),
});
export type SearchQuery = z.infer<typeof searchQuery>;

export const searchPage = z
  .strictObject({
    hits: z.array(messageView),
    /** What to mark in the hits, folded: words, words with signs such as c++, and emoji without U+FE0F. */
    marks: z.array(z.string()),
    /** Pass it as `before` for the next page; null at the end. */
    next: z.string().nullable(),
    /** Filters that mean nothing, nobody or no room one may read, such as `has:foo` and `from:nobody`. */
    unknown: z.array(z.string()),
    /** Messages are still being indexed, after an import or a first start: there may be more to find. */
    indexing: z.boolean(),
  })
  .meta({ id: 'SearchPage' });
export type SearchPage = z.infer<typeof searchPage>;
