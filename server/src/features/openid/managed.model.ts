import { Schema } from 'mongoose';
import { defineModel } from '../../platform/database.js';
import type { ProviderSetting } from './openid.settings.js';

/** A provider that admins have added. Its secret is sealed. */
export interface StoredProvider {
  setting: Omit<ProviderSetting, 'clientSecret' | 'silent'> & { silent?: boolean };
  secret?: string;
  disabled: boolean;
}

/** All of them in one document: their order, their number and that each id is there once are decided by one write. */
export interface ManagedProvidersDoc {
  _id: 'providers';
  version: number;
  providers: StoredProvider[];
  /** Ids, also of those of the environment. */
  order: string[];
}

const schema = new Schema<ManagedProvidersDoc>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    providers: { type: Schema.Types.Mixed, default: [] },
    order: { type: [String], default: [] },
  },
  { versionKey: false, strict: 'throw', minimize: false },
);

export const ManagedProviderDocs = defineModel('OpenidProviders', schema);
