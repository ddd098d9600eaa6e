import { z } from 'zod';

/** The roles of `shared/permissions.ts`: settings are read before anything else, and import nothing. A test compares them. */
export const roleNames = ['owner', 'admin', 'moderator', 'member', 'guest'] as const;
type RoleName = (typeof roleNames)[number];
const isRole = (word: string): word is RoleName => roleNames.some((role) => role === word);

export const factorsSettings = {
  SECOND_FACTOR_ROLES: z
    .string()
    .default('')
    .transform((words, context) => {
      const roles = words.split(/[\s,]+/).filter((word) => word !== '');
      const unknown = roles.find((word) => !isRole(word));
      if (unknown !== undefined)
        context.addIssue({
          code: 'custom',
          message: `knows no role ${unknown}; roles are ${roleNames.join(', ')}`,
        });
      return roles.filter(isRole);
    })
    .describe(
      'Roles that need a second factor, with commas between them: `owner,admin`. By itself nobody does.',
    ),
  SECOND_FACTOR_GRACE_DAYS: z.coerce
    .number()
    .min(0)
    .max(365)
    .default(7)
    .describe(
      'Days in which somebody who needs a second factor can still sign in without one, to set it up.',
    ),
};
