import type {
  SettingChange,
  SettingField,
  SettingKind,
  SettingSection,
  SettingValue,
} from '@parley/shared/settings';
import { settingValue } from '@parley/shared/settings';
import { z } from 'zod';
import type { Server } from '../../platform/context.js';
import { defaultsOf, fixingVariable, liveSettings, type LiveSection } from '../../platform/liveSettings.js';
import { isSecret, usableValues } from './settings.access.js';
import type { SettingsDoc, StoredChange } from './settings.model.js';

/** What a form needs of a field's schema. Source: JSON Schema 2020-12. */
interface FieldSchema {
  type?: string;
  enum?: unknown[];
  anyOf?: FieldSchema[];
  items?: FieldSchema;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

type Form = Pick<SettingField, 'kind' | 'options' | 'min' | 'max' | 'whole' | 'maxLength'>;

const wordsOf = (schema: FieldSchema): string[] | undefined => schema.enum?.map(String);

function listForm({ items = {} }: FieldSchema): Form {
  const options = wordsOf(items);
  if (options) return { kind: 'choices', options };
  return items.type === 'string' ? { kind: 'list', ...lengthOf(items) } : { kind: 'other' };
}

const lengthOf = ({ maxLength }: FieldSchema): Pick<Form, 'maxLength'> =>
  maxLength === undefined ? {} : { maxLength };

const boundOf = (name: 'min' | 'max', bound: number | undefined): Partial<Form> =>
  bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER ? {} : { [name]: bound };

function formOf(schema: FieldSchema): Form {
  const options = wordsOf(schema);
  if (options) return { kind: 'choice', options };
  const { type, minimum, maximum } = schema;
  if (type === 'boolean') return { kind: 'switch' };
  if (type === 'string') return { kind: 'text', ...lengthOf(schema) };
  if (type === 'array') return listForm(schema);
  if (type !== 'integer' && type !== 'number') return { kind: 'other' };
  return {
    kind: 'number',
    whole: type === 'integer',
    ...boundOf('min', minimum),
    ...boundOf('max', maximum),
  };
}

/** A value as it is sent; what forms cannot show is null. */
const sendable = (value: unknown): SettingValue => {
  const parsed = settingValue.safeParse(value);
  return parsed.success ? parsed.data : null;
};

function viewField(
  server: Server,
  section: LiveSection,
  { name, schema, chosen }: { name: string; schema: FieldSchema; chosen: Record<string, unknown> },
): SettingField {
  const alternatives = schema.anyOf?.filter(({ type }) => type !== 'null');
  const optional = alternatives?.length === 1;
  const form = formOf(optional ? (alternatives[0] ?? {}) : schema);
  const secret = isSecret(section, name);
  const kind: SettingKind = secret ? 'secret' : form.kind;
  const value = liveSettings(server, section)[name];
  return {
    name,
    ...form,
    kind,
    optional,
    fixedBy: fixingVariable(server, section, name) ?? null,
    default: secret ? null : sendable(defaultsOf(server, section)[name]),
    value: secret ? null : sendable(value),
    isSet: secret ? value != null && value !== '' : name in chosen,
  };
}

/** A section with what a form needs of it. Never with a secret. */
export function viewSection(
  server: Server,
  section: LiveSection,
  { version, values }: Pick<SettingsDoc, 'version' | 'values'>,
): SettingSection {
  const { properties = {} } = z.toJSONSchema(section.shape, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, FieldSchema>;
  };
  const chosen = usableValues(server, section, values);
  const fields = Object.entries(properties).map(([name, schema]) =>
    viewField(server, section, { name, schema, chosen }),
  );
  return { name: section.name, version, fields };
}

/** An entry of a section's history. @param section undefined for the workspace's own settings */
export function viewChange(
  section: LiveSection | undefined,
  { changeId, at, by, undoes, fields }: StoredChange,
  history: readonly StoredChange[],
): SettingChange {
  return {
    changeId: String(changeId),
    at: at.toISOString(),
    by: by === null ? null : String(by),
    undoes: undoes === null ? null : String(undoes),
    undone: history.some((other) => other.undoes !== null && String(other.undoes) === String(changeId)),
    fields: fields.map(({ field, before, after }) => {
      const secret = section !== undefined && isSecret(section, field);
      const shown = (value: unknown): SettingValue => (secret ? value != null : sendable(value));
      return { field, secret, before: shown(before), after: shown(after) };
    }),
  };
}
