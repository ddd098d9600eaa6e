import { z } from 'zod';

/** A setting that is on or off: `true`, `1`, `yes`, or `false`, `0`, `no`. */
export const flag = () =>
  z.enum(['true', 'false', '1', '0', 'yes', 'no']).transform((value) => ['true', '1', 'yes'].includes(value));

/** A setting that is a whole number from 1 on. */
export const count = () => z.coerce.number().int().positive();

/** Roles that a rule of groups can give. Never owner: an admin of the directory would own the workspace. */
export const groupRoles = ['admin', 'moderator', 'member', 'guest'] as const;

/** What the people of a group are given. */
export interface GroupRule {
  /** As the provider names it; of a directory a name, or the whole DN. */
  group: string;
  role?: (typeof groupRoles)[number];
  /** Ids of rooms, and names of public ones behind a `#`. */
  rooms: string[];
}

/**
 * Reads a rule: `designers => moderator, #design, 65f0c1d2a3b4c5d6e7f80911`.
 * @returns undefined for a line that is none
 */
export function parseGroupRule(line: string): GroupRule | undefined {
  const at = line.lastIndexOf('=>');
  const group = line.slice(0, Math.max(at, 0)).trim();
  const given = line
    .slice(at + 2)
    .split(',')
    .map((word) => word.trim());
  const roles = groupRoles.filter((role) => given.includes(role));
  const rooms = given.filter((word) => /^#.+$|^[0-9a-f]{24}$/.test(word));
  if (group === '' || roles.length > 1 || roles.length + rooms.length !== given.length) return undefined;
  return { group, rooms, ...(roles[0] === undefined ? {} : { role: roles[0] }) };
}

/** Rules of groups, one a line. */
export const groupRules = () =>
  z
    .array(
      z
        .string()
        .max(1000)
        .trim()
        .refine(
          (line) => parseGroupRule(line) !== undefined,
          'must be lines of the form: group => role, #room. Roles are admin, moderator, member and guest',
        ),
    )
    .max(100);
