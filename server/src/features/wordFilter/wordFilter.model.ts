import type { WordEntry } from '@parley/shared/moderation/wordFilter';
import { Schema } from 'mongoose';
import { defineModel } from '../../platform/database.js';

/** The words of the workspace: one document. */
export interface WordFilterDoc {
  _id: 'words';
  version: number;
  entries: WordEntry[];
}

const wordFilters = new Schema<WordFilterDoc>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    entries: { type: [new Schema({ phrase: String, action: String }, { _id: false })], default: [] },
  },
  { versionKey: false, strict: 'throw' },
);

export const WordFilters = defineModel('WordFilter', wordFilters);
