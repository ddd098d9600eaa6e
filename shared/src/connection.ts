import { z } from 'zod';

/** What a request looks like to the server, past all proxies: for the page and `npm run doctor`, which say what is wrong in front. */
export const connectionView = z.strictObject({
  /** Who it takes the asker for; limits count by it. */
  address: z.string(),
  /** Whether it believes that people come by HTTPS. */
  secure: z.boolean(),
  /** The header `Host` as it arrived. */
  host: z.string(),
  /** Whether pages of the asker's origin may do anything; true for programs, which have none. */
  originAllowed: z.boolean(),
  /** A proxy says that it is one, by `X-Forwarded-For` or its like. */
  forwarded: z.boolean(),
  trustedProxies: z.number().int(),
});
export type ConnectionView = z.infer<typeof connectionView>;
