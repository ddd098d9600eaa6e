import { z } from 'zod';
import { messageOf } from './faults.js';

/** Whether people can sign in by the directory of their organization. */
export const directorySignInView = z.strictObject({ enabled: z.boolean() }).meta({ id: 'DirectorySignIn' });

export const directorySignInInput = z.strictObject({
  /** The name in the directory. */
  login: z.string().min(1, messageOf('empty')).max(254),
  /** Never empty: a directory takes an empty one for "nobody", and agrees. */
  password: z.string().min(1, messageOf('empty')).max(1024),
});
export type DirectorySignInInput = z.infer<typeof directorySignInInput>;

/** What was tried of a directory, in order; after the first that failed nothing is. */
export const directorySteps = ['connect', 'tls', 'bind', 'search', 'groups'] as const;
export const directoryTestView = z
  .strictObject({
    /** Null when all is well. */
    failed: z.enum(directorySteps).nullable(),
    /** What the directory or the network said. */
    detail: z.string().nullable(),
    /** How many people the filter finds, up to a thousand. */
    people: z.number().int().nullable(),
    /** Groups that rules name and the directory does not have. */
    missingGroups: z.array(z.string()),
  })
  .meta({ id: 'DirectoryTest' });
export type DirectoryTestView = z.infer<typeof directoryTestView>;
