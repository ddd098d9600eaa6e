import type { DirectoryMode } from '@parley/shared/directory';
import type { RegistrationMode } from '@parley/shared/workspace';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** The one document of settings changed in the application; absent before the first change. */
export interface WorkspaceDoc {
  _id: 'workspace';
  name?: string;
  registration?: RegistrationMode;
  renaming?: boolean;
  directory?: DirectoryMode;
  pictureAt?: Date;
  /** In MB. */
  fileMost?: number;
  personMost?: number;
}

export const Workspaces = defineModel(
  'Workspace',
  new Schema<WorkspaceDoc>(
    {
      _id: { type: String, enum: ['workspace'], required: true },
      name: { type: String },
      registration: { type: String },
      renaming: { type: Boolean },
      directory: { type: String },
      pictureAt: { type: Date },
      fileMost: { type: Number },
      personMost: { type: Number },
    },
    { versionKey: false, strict: 'throw' },
  ),
);

export interface InviteDoc extends Slotted {
  _id: Types.ObjectId;
  /** 128 random bits. Stored in plain, because its link is shown again to those who manage invitations. */
  code: string;
  createdBy: Types.ObjectId;
  createdAt: Date;
  expiresAt: Date | null;
  uses: number;
  left: number | null;
}

const invites = new Schema<InviteDoc>(
  {
    code: { type: String, required: true },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, default: null },
    uses: { type: Number, required: true },
    left: { type: Number, default: null },
  },
  { versionKey: false, strict: 'throw' },
);
invites.index({ code: 1 }, { unique: true });
// Null for those without an end, which TTL ignores.
invites.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
countBySlots(invites);
export const Invites = defineModel('Invite', invites);
