import type { Grantable, WorkspaceRules } from '@parley/shared/permissions';
import type { Holder } from '@parley/shared/rights';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import { countBySlots, type Slotted } from '../../platform/slots.js';

/** The rules of the workspace, and a number that grows with everything that changes anybody's rights. */
export interface RightsDoc {
  _id: 'workspace';
  revision: number;
  rules?: WorkspaceRules;
}

const rights = new Schema<RightsDoc>(
  {
    _id: { type: String, required: true },
    revision: { type: Number, required: true },
    rules: { type: Schema.Types.Mixed },
  },
  { versionKey: false, strict: 'throw' },
);
export const Rights = defineModel('Rights', rights);

export interface CustomRoleDoc extends Slotted {
  _id: Types.ObjectId;
  version: number;
  name: string;
  permissions: Grantable[];
  holders: Holder[];
}

const customRoles = new Schema<CustomRoleDoc>(
  {
    version: { type: Number, required: true },
    name: { type: String, required: true },
    permissions: { type: [String], required: true },
    holders: {
      type: [new Schema({ kind: String, id: String, roomId: String }, { _id: false })],
      default: [],
    },
  },
  { versionKey: false, strict: 'throw' },
);
countBySlots(customRoles);
export const CustomRoles = defineModel('CustomRole', customRoles);
