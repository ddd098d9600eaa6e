import { z } from 'zod';

/** A request as the server receives it, behind all proxies: the page and `npm run doctor` show what is wrong in front. */
export const connectionView = z.strictObject({
  /** The client's address, by which limits count. */
  address: z.string(),
  /** Whether it assumes that people use HTTPS. */
  secure: z.boolean(),
  /** The header `Host` as received. */
  host: z.string(),
  /** Whether pages of the client's origin are allowed; true for programs, which have none. */
  originAllowed: z.boolean(),
  /** A proxy has added `X-Forwarded-For` or its like. */
  forwarded: z.boolean(),
  trustedProxies: z.number().int(),
});
export type ConnectionView = z.infer<typeof connectionView>;
