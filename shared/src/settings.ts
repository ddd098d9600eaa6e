import { z } from 'zod';
import { objectId } from './ids.js';

/** Bounds of settings that admins change. */
export const settingLimits = {
  /** Changes of a section that are listed and can be undone. */
  history: 100,
  /** Fields of one change. */
  fields: 100,
  /** UTF-16 units of a text, and entries of a list. */
  text: 2000,
  list: 200,
};

/** The name of a section or field. */
export const settingName = z.string().regex(/^[a-zA-Z0-9]{1,40}$/);

/** A value as it is sent; null is none, and resets a field where it is set. */
export const settingValue = z.union([
  z.string().max(settingLimits.text),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(settingLimits.text)).max(settingLimits.list),
]);
export type SettingValue = z.infer<typeof settingValue>;

/** How a form shows a field. `choices` are several of the options, `list` any words; `other` is changed elsewhere. */
export const settingKind = z.enum([
  'text',
  'number',
  'switch',
  'choice',
  'choices',
  'list',
  'secret',
  'other',
]);
export type SettingKind = z.infer<typeof settingKind>;

export const settingField = z
  .strictObject({
    name: settingName,
    kind: settingKind,
    /** Of a choice. */
    options: z.array(z.string()).optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    whole: z.boolean().optional(),
    maxLength: z.number().optional(),
    /** It can be left empty. */
    optional: z.boolean(),
    /** The environment variable that fixes it; null when admins can change it. */
    fixedBy: z.string().nullable(),
    /** What it has when nobody has changed it; null for none and for a secret. */
    default: settingValue,
    /** Null for none and for a secret. */
    value: settingValue,
    /** It has been changed from its default; of a secret, that there is one. */
    isSet: z.boolean(),
  })
  .meta({ id: 'SettingField' });
export type SettingField = z.infer<typeof settingField>;

export const settingSection = z
  .strictObject({
    name: settingName,
    /** Sent with a change: one that somebody else has made meanwhile is not overwritten. */
    version: z.number().int(),
    fields: z.array(settingField),
  })
  .meta({ id: 'SettingSection' });
export type SettingSection = z.infer<typeof settingSection>;

export const changeSettingsInput = z.strictObject({
  /** The version that was seen. */
  version: z.number().int().min(0),
  /** New values; null resets a field to its default. */
  changes: z
    .array(z.strictObject({ field: settingName, value: settingValue }))
    .min(1)
    .max(settingLimits.fields),
});
export type ChangeSettingsInput = z.infer<typeof changeSettingsInput>;

export const settingChange = z
  .strictObject({
    changeId: objectId,
    at: z.iso.datetime(),
    /** Null for the server itself, and for somebody whose account was erased. */
    by: objectId.nullable(),
    /** The change that it has undone. */
    undoes: objectId.nullable(),
    /** Somebody has undone it. */
    undone: z.boolean(),
    fields: z.array(
      z.strictObject({
        field: settingName,
        /** Its values are not shown: only whether there was one, as true or false. */
        secret: z.boolean(),
        before: settingValue,
        after: settingValue,
      }),
    ),
  })
  .meta({ id: 'SettingChange' });
export type SettingChange = z.infer<typeof settingChange>;
