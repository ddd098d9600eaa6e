import type { RequestOf } from '@parley/shared/operator';
import type { SettingField, SettingSection, SettingValue } from '@parley/shared/settings';
import { updateWorkspaceInput, type UpdateWorkspaceInput } from '@parley/shared/workspace';
import type { Actor } from '../../platform/context.js';
import { changeSettings, listSettings } from '../settings/settings.actions.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { updateWorkspace } from '../workspace/workspace.actions.js';
import { OperatorFault } from './operator.fault.js';

/** A setting as the operator sees it. */
export interface OperatedSetting extends Pick<
  SettingField,
  'kind' | 'value' | 'isSet' | 'fixedBy' | 'options'
> {
  setting: string;
  default: SettingValue;
}

/** The workspace's own settings, which are stored apart: by the names that its history has. */
const own: Record<string, { kind: SettingField['kind']; input: (value: unknown) => unknown }> = {
  name: { kind: 'text', input: (name) => ({ name }) },
  registration: { kind: 'choice', input: (registration) => ({ registration }) },
  renaming: { kind: 'switch', input: (renaming) => ({ renaming }) },
  directory: { kind: 'choice', input: (directory) => ({ directory }) },
  fileMegabytes: { kind: 'number', input: (file) => ({ storage: { file } }) },
  personMegabytes: { kind: 'number', input: (person) => ({ storage: { person } }) },
};

async function ownSettings({ server }: Actor): Promise<OperatedSetting[]> {
  const { name, registration, renaming, directory, storage } = await readWorkspace(server);
  const values: Record<string, SettingValue> = {
    name,
    registration,
    renaming,
    directory,
    fileMegabytes: storage.file,
    personMegabytes: storage.person,
  };
  return Object.entries(own).map(([field, { kind }]) => ({
    setting: `workspace.${field}`,
    kind,
    value: values[field] ?? null,
    default: null,
    isSet: true,
    fixedBy: null,
  }));
}

const viewSetting = (section: SettingSection, field: SettingField): OperatedSetting => ({
  setting: `${section.name}.${field.name}`,
  kind: field.kind,
  value: field.value,
  default: field.default,
  isSet: field.isSet,
  fixedBy: field.fixedBy,
  ...(field.options ? { options: field.options } : {}),
});

const noSuch = (setting: string): OperatorFault =>
  new OperatorFault(`There is no setting ${setting}. \`settings get\` lists them.`);

/** All settings, those of a section, or one. @throws OperatorFault */
export async function getSettings(actor: Actor, setting?: string): Promise<{ settings: OperatedSetting[] }> {
  const sections = await listSettings(actor);
  const all = [
    ...(await ownSettings(actor)),
    ...sections.flatMap((section) => section.fields.map((field) => viewSetting(section, field))),
  ];
  if (setting === undefined) return { settings: all };
  const found = all.filter((one) => one.setting === setting || one.setting.startsWith(`${setting}.`));
  if (found.length === 0) throw noSuch(setting);
  return { settings: found };
}

const words: Record<string, boolean> = {
  true: true,
  on: true,
  yes: true,
  false: false,
  off: false,
  no: false,
};

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What a typed word means for a setting. What it cannot mean is refused by the setting's schema. */
function meaning(text: string, kind: SettingField['kind']): unknown {
  switch (kind) {
    case 'switch':
      return words[text.toLowerCase()] ?? text;
    case 'number':
      return text.trim() === '' ? text : Number.isNaN(Number(text)) ? text : Number(text);
    case 'list':
    case 'choices':
      return text.startsWith('[')
        ? fromJson(text)
        : text
            .split(',')
            .map((word) => word.trim())
            .filter((word) => word !== '');
    case 'other':
      return fromJson(text);
    default:
      return text;
  }
}

/** Changes a setting on every server, or resets it to its default. @throws OperatorFault, invalid, conflict */
export async function setSetting(actor: Actor, { setting, value, hidden }: RequestOf<'settings-set'>) {
  const [sectionName = '', fieldName] = setting.split('.');
  const [found] = (await getSettings(actor, setting)).settings;
  if (!found || fieldName === undefined) throw noSuch(setting);
  if (found.kind === 'secret' && value !== null && !hidden)
    throw new OperatorFault(
      'This is a secret, and everybody on this machine can read a command line. Type - as its value, and enter it when you are asked.',
    );
  const wanted = value === null ? null : meaning(value, found.kind);
  const ownField = sectionName === 'workspace' ? own[fieldName] : undefined;
  if (ownField) {
    if (value === null) throw new OperatorFault(`${setting} has no default.`);
    await updateWorkspace(
      actor,
      updateWorkspaceInput.parse(ownField.input(wanted)) satisfies UpdateWorkspaceInput,
    );
  } else {
    const section = (await listSettings(actor)).find(({ name }) => name === sectionName);
    const changes = [{ field: fieldName, value: wanted as SettingValue }];
    await changeSettings(actor, sectionName, { version: section?.version ?? 0, changes });
  }
  return await getSettings(actor, setting);
}
