import type { WorkspaceRole } from '@parley/shared/permissions';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** What the groups of one source give a person now. */
export interface GroupSource {
  /** `directory`, or `openid:` and the id of a provider. */
  source: string;
  role?: WorkspaceRole;
  roomIds: string[];
}

/** A role by a rule, and the one to return to. */
export interface GivenRole {
  role: WorkspaceRole;
  before: WorkspaceRole;
  /** `before` is what every new account gets, and nobody's decision: a rule may give less. */
  byDefault?: boolean;
}

/** What rules of groups have given a person. */
export interface GroupGrantsDoc {
  /** The person's id. */
  _id: Types.ObjectId;
  version: number;
  sources: GroupSource[];
  /** Stored before the person has it. */
  given?: GivenRole | undefined;
  /** The rooms that rules have put them into; others they have entered by themselves, or were added to. */
  added: string[];
}

const schema = new Schema<GroupGrantsDoc>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    version: { type: Number, required: true },
    sources: {
      type: [new Schema({ source: String, role: String, roomIds: { type: [String] } }, { _id: false })],
      default: [],
    },
    given: {
      type: new Schema({ role: String, before: String, byDefault: Boolean }, { _id: false }),
      default: undefined,
    },
    added: { type: [String], default: [] },
  },
  { versionKey: false, strict: 'throw' },
);
export const GroupGrants = defineModel('GroupGrant', schema);
