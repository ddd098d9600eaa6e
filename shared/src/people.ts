import { z } from 'zod';
import { boundedText } from './boundedText.js';
import { factorId } from './factors.js';
import { messageOf } from './faults.js';
import { objectId } from './ids.js';
import { workspaceRole } from './roles.js';
import { userView } from './users.js';

/** Bounds of the list of people that admins work with. */
export const peopleLimits = {
  page: 100,
  pageDefault: 50,
  /** People of one change of many; a page sends larger selections in several. */
  bulk: 50,
  search: 100,
  cursor: 1000,
} as const;

/** By what somebody can sign in. */
export const signInKinds = ['password', 'passkey', 'provider', 'directory'] as const;
export const signInKind = z.enum(signInKinds);
export type SignInKind = z.infer<typeof signInKind>;

const filter = {
  /** Text that a name, user name or e-mail address contains. */
  q: boundedText(1, peopleLimits.search).optional(),
  role: workspaceRole.optional(),
  status: z.enum(['active', 'deactivated', 'banned']).optional(),
  /** `never`: the account is there, and nobody has signed in to it. */
  seen: z.enum(['never', 'once']).optional(),
  factor: z.enum(['with', 'without']).optional(),
  /** By what they can sign in; `none` for nothing yet. */
  signIn: z.enum([...signInKinds, 'none']).optional(),
};

export const peopleSorts = ['name', 'role', 'created', 'seen'] as const;
export const peopleQuery = z.strictObject({
  ...filter,
  sort: z.enum(peopleSorts).default('name'),
  descending: z.literal('true').optional(),
  /** `next` of the page before. */
  after: z.string().min(1).max(peopleLimits.cursor).optional(),
  limit: z.coerce.number().int().min(1).max(peopleLimits.page).default(peopleLimits.pageDefault),
});
export type PeopleQuery = z.infer<typeof peopleQuery>;
export const peopleExportQuery = z.strictObject(filter);
export type PeopleFilter = z.infer<typeof peopleExportQuery>;

/** A person for those who manage people. */
export const managedPerson = z
  .strictObject({
    user: userView,
    /** Null for none, and where the reader may not manage the person. */
    email: z.string().nullable(),
    createdAt: z.iso.datetime(),
    /** When they were here last, up to an hour; null when nobody has ever signed in. */
    seenAt: z.iso.datetime().nullable(),
    signIn: z.array(signInKind),
    /** They have a second factor. */
    factor: z.boolean(),
    banned: z.boolean(),
  })
  .meta({ id: 'ManagedPerson' });
export type ManagedPerson = z.infer<typeof managedPerson>;

export const peoplePage = z
  .strictObject({
    people: z.array(managedPerson),
    /** How many match the filter. */
    total: z.number().int(),
    /** `after` of the next page; null at the end. */
    next: z.string().nullable(),
  })
  .meta({ id: 'PeoplePage' });
export type PeoplePage = z.infer<typeof peoplePage>;

const instant = z.iso.datetime();

/** How somebody signs in, and where they are signed in. */
export const personAccess = z
  .strictObject({
    person: managedPerson,
    factors: z.array(
      z.strictObject({
        factorId,
        kind: z.enum(['totp', 'passkey']),
        name: z.string().nullable(),
        createdAt: instant,
        lastUsedAt: instant.nullable(),
      }),
    ),
    /** Recovery codes that are not used. */
    recoveryCodes: z.number().int(),
    identities: z.array(z.strictObject({ provider: z.string(), name: z.string(), label: z.string() })),
    sessions: z.array(
      z.strictObject({
        sessionId: objectId,
        createdAt: instant,
        lastUsedAt: instant,
        userAgent: z.string(),
        address: z.string(),
      }),
    ),
  })
  .meta({ id: 'PersonAccess' });
export type PersonAccess = z.infer<typeof personAccess>;

export const bulkInput = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('role'), role: workspaceRole, userIds: userIds() }),
  z.strictObject({ change: z.enum(['deactivate', 'reactivate', 'signOut']), userIds: userIds() }),
]);
export type BulkInput = z.infer<typeof bulkInput>;

function userIds() {
  return z.array(objectId).min(1).max(peopleLimits.bulk);
}

/** What became of each, in the order of the request. */
export const bulkResult = z
  .strictObject({
    results: z.array(
      z.strictObject({
        userId: objectId,
        /** Why nothing was done, as the refusal of a request has it; null when it was done. */
        refused: z
          .strictObject({
            /** Of `refusals.ts`, or a code. */
            key: z.string(),
            params: z.record(z.string(), z.union([z.string(), z.number()])),
            /** In English. */
            message: z.string(),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'BulkResult' });
export type BulkResult = z.infer<typeof bulkResult>;

/** Bounds of an import. */
export const importLimits = {
  /** UTF-16 units of a file; a thousand people are 60,000. */
  csv: 200_000,
  rows: 2000,
  /** Faults that a page lists. */
  faults: 200,
  /** Days after which an import is forgotten. */
  days: 7,
} as const;

/** Columns that are read; `email` or `username` identifies a person. */
export const importColumns = ['name', 'email', 'username', 'role'] as const;

export const importInput = z.strictObject({
  csv: z.string().min(1).max(importLimits.csv),
  /** What may change in accounts that are there already. */
  update: z
    .array(z.enum(['name', 'role']))
    .max(2)
    .default([]),
});
export type ImportInput = z.infer<typeof importInput>;
export const startImportInput = importInput.extend({
  /** Whether new people get their link for a first password by e-mail. */
  mail: z.boolean().default(false),
});
export type StartImportInput = z.infer<typeof startImportInput>;

const importFault = z.strictObject({
  line: z.number().int(),
  field: z.string(),
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
});

/** What an import would do. */
export const importPlan = z
  .strictObject({
    create: z.number().int(),
    update: z.number().int(),
    same: z.number().int(),
    /** Lines that are left out. */
    bad: z.number().int(),
    faults: z.array(importFault),
    /** Columns that are not read. */
    ignored: z.array(z.string()),
  })
  .meta({ id: 'ImportPlan' });
export type ImportPlan = z.infer<typeof importPlan>;

export const importView = z
  .strictObject({
    importId: objectId,
    createdAt: instant,
    total: z.number().int(),
    done: z.number().int(),
    created: z.number().int(),
    updated: z.number().int(),
    /** Lines that could not be done, such as a user name that somebody else has taken meanwhile. */
    failed: z.array(importFault),
    finished: z.boolean(),
  })
  .meta({ id: 'PeopleImport' });
export type ImportView = z.infer<typeof importView>;

/** The address of the page, with which links begin. */
export const linksInput = z.strictObject({
  address: z.url({ protocol: /^https?$/, error: messageOf('address') }).max(500),
});
export type LinksInput = z.infer<typeof linksInput>;
