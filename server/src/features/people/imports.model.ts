import type { WorkspaceRole } from '@parley/shared/permissions';
import { importLimits } from '@parley/shared/people';
import { Schema, type Types } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** An import of people. Its rows are documents of their own. */
export interface ImportDoc {
  _id: Types.ObjectId;
  by: Types.ObjectId;
  update: ('name' | 'role')[];
  mail: boolean;
  total: number;
  /** Until it is finished; unique, so that one runs at a time. */
  running?: 1;
  createdAt: Date;
}

export interface RowFault {
  field: string;
  key: string;
  params: Record<string, string | number>;
  message: string;
}

/** One line that is to be done. */
export interface ImportRowDoc {
  _id: Types.ObjectId;
  importId: Types.ObjectId;
  line: number;
  /** Of a new account chosen beforehand: after a crash it is recognized. */
  userId: Types.ObjectId;
  kind: 'create' | 'update';
  name?: string | undefined;
  username?: string | undefined;
  email?: string | undefined;
  role?: WorkspaceRole | undefined;
  state: 'waiting' | 'done' | 'failed';
  fault?: RowFault;
  createdAt: Date;
}

const SECONDS = importLimits.days * 86_400;

const imports = new Schema<ImportDoc>(
  {
    by: { type: Schema.Types.ObjectId, required: true },
    update: { type: [String], default: [] },
    mail: { type: Boolean, required: true },
    total: { type: Number, required: true },
    running: { type: Number },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
imports.index({ running: 1 }, { unique: true, sparse: true });
imports.index({ createdAt: 1 }, { expireAfterSeconds: SECONDS });
export const Imports = defineModel('PeopleImport', imports);

const rows = new Schema<ImportRowDoc>(
  {
    importId: { type: Schema.Types.ObjectId, required: true },
    line: { type: Number, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, required: true },
    name: { type: String },
    username: { type: String },
    email: { type: String },
    role: { type: String },
    state: { type: String, required: true },
    fault: { type: Schema.Types.Mixed },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw' },
);
rows.index({ importId: 1, line: 1 });
rows.index({ userId: 1 });
rows.index({ createdAt: 1 }, { expireAfterSeconds: SECONDS });
export const ImportRows = defineModel('PeopleImportRow', rows);
