import { z } from 'zod';
import { directoryMode } from './directory.js';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { workspaceRole } from './roles.js';
import { email } from './users.js';
import { boundedText } from './boundedText.js';
import { messageOf } from './faults.js';

/** Who may register: everybody, people with an invitation, or nobody. */
export const registrationMode = z.enum(['open', 'invitation', 'closed']);
export type RegistrationMode = z.infer<typeof registrationMode>;

/** The data of the pages before signing in. */
export const workspaceView = z
  .strictObject({
    name: z.string(),
    registration: registrationMode,
    /** People may change their own user name; those who manage people always may. */
    renaming: z.boolean(),
    /** Whom people see. */
    directory: directoryMode,
    /** No account exists yet: the first one becomes owner. */
    firstRun: z.boolean(),
    /** When its picture was set, which is part of the picture's address; null without one. */
    picture: z.iso.datetime().nullable(),
    /** Invitations can be sent by e-mail. */
    mail: z.boolean(),
    /** Limits of storage, in MB; `most` are those of the configuration. */
    storage: z.strictObject({
      file: z.number().int(),
      person: z.number().int(),
      most: z.strictObject({ file: z.number().int(), person: z.number().int() }),
    }),
  })
  .meta({ id: 'Workspace' });
export type WorkspaceView = z.infer<typeof workspaceView>;

export const updateWorkspaceInput = z.strictObject({
  name: boundedText(1, limits.workspaceName).optional(),
  registration: registrationMode.optional(),
  renaming: z.boolean().optional(),
  directory: directoryMode.optional(),
  /** The largest file, and all files of one person, in MB. */
  storage: z
    .strictObject({ file: z.number().int().min(1).optional(), person: z.number().int().min(1).optional() })
    .optional(),
});
export type UpdateWorkspaceInput = z.infer<typeof updateWorkspaceInput>;

export const inviteCode = z.string().regex(/^[\w-]{22}$/, messageOf('inviteCode'));

export const inviteView = z
  .strictObject({
    inviteId: objectId,
    code: inviteCode,
    createdBy: objectId,
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    /** Accounts created with it. */
    uses: z.number().int(),
    /** Accounts it can still create; null for any number. */
    left: z.number().int().nullable(),
  })
  .meta({ id: 'Invite' });
export type InviteView = z.infer<typeof inviteView>;

export const createInviteInput = z.strictObject({
  /** Null for one that does not expire. */
  hours: z.number().int().min(1).max(8760).nullable().default(168),
  /** Null for any number. */
  uses: z.number().int().min(1).max(1000).nullable().default(null),
});
export type CreateInviteInput = z.infer<typeof createInviteInput>;

/** The recipient of an invitation. */
export const mailInviteInput = z.strictObject({ email });
export type MailInviteInput = z.infer<typeof mailInviteInput>;

/** An invitation as its recipient sees it. */
export const invitationView = z
  .strictObject({ workspaceName: z.string(), invitedBy: z.string() })
  .meta({ id: 'Invitation' });
export type InvitationView = z.infer<typeof invitationView>;

export const updatePersonInput = z.strictObject({
  role: workspaceRole.optional(),
  active: z.boolean().optional(),
});
export type UpdatePersonInput = z.infer<typeof updatePersonInput>;
