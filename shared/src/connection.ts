import { z } from 'zod';

/** A request as the server receives it, behind all proxies: the page and `npm run doctor` show what is wrong in front. */
export const connectionView = z.strictObject({
  /** Who it takes the asker for; limits count by it. */
  address: z.string(),
  /** Whether it believes that people come by HTTPS. */
  secure: z.boolean(),
  /** The header `Host` as it arrived. */
  host: z.string(),
  /** Whether pages of the asker's origin may do anything; true for programs, which have none. */
  originAllowed: z.boolean(),
  /** A proxy has added `X-Forwarded-For` or its like. */
  forwarded: z.boolean(),
  trustedProxies: z.number().int(),
});
export type ConnectionView = z.infer<typeof connectionView>;
