import { isDeepStrictEqual } from 'node:util';
import { notFound } from '@parley/shared/errors';
import type { AuditValues } from '@parley/shared/audit';
import { invalid, invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import type {
  ChangeSettingsInput,
  SettingChange,
  SettingSection,
  SettingValue,
} from '@parley/shared/settings';
import { Types } from 'mongoose';
import type { Actor, Server } from '../../platform/context.js';
import { fixingVariable, resolveSection, type LiveSection } from '../../platform/liveSettings.js';
import { authorOf } from '../../platform/programActor.js';
import { faultsOf } from '../../platform/zodFaults.js';
import { recordAudit } from '../audit/audit.change.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import {
  applyStored,
  isSecret,
  loadSection,
  openValues,
  readStored,
  usableValues,
} from './settings.access.js';
import { changeOf, writeSection } from './settings.change.js';
import type { SettingsDoc, StoredChange, StoredField } from './settings.model.js';
import { sealSetting } from './settings.sealing.js';
import { viewChange, viewSection } from './settings.view.js';

declare module '../../platform/bus.js' {
  interface BusRequests {
    /** Gives the workspace's own settings the values they had before a change. @throws forbidden, invalid, conflict */
    'workspace.undo': {
      request: { actor: Actor; changeId: string; fields: readonly StoredField[] };
      answer: undefined;
    };
  }
}

/** The history of the workspace's own settings; they are changed by `PATCH /workspace`. */
export const WORKSPACE = 'workspace';

/** Every section as it is now. @throws forbidden */
export async function listSettings(actor: Actor): Promise<SettingSection[]> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  return await Promise.all(
    server.liveSections.map(async (section) =>
      viewSection(server, section, await readStored(server, section.name)),
    ),
  );
}

const stored = (value: unknown): unknown => value ?? null;

/** What was changed, for the audit log: without secrets. */
function auditOf(
  section: LiveSection,
  fields: readonly StoredField[],
): { before: AuditValues; after: AuditValues } {
  const side = (which: 'before' | 'after'): AuditValues =>
    Object.fromEntries(
      fields.map((one) => [
        one.field,
        isSecret(section, one.field) ? one[which] !== null : (one[which] as SettingValue),
      ]),
    );
  return { before: side('before'), after: side('after') };
}

/** A section's values with some changed, as they are stored. @throws invalid naming the field */
function changed(
  server: Server,
  section: LiveSection,
  { values }: SettingsDoc,
  fields: readonly Pick<StoredField, 'field' | 'after'>[],
): { values: Record<string, unknown>; aside: Record<string, unknown> } {
  for (const { field } of fields) {
    if (!Object.hasOwn(section.shape.shape, field)) throw invalidField(field, 'unknown');
    const variable = fixingVariable(server, section, field);
    if (variable !== undefined) throw invalidField(field, 'fixed', { variable });
  }
  const usable = usableValues(server, section, values);
  const aside = Object.fromEntries(Object.entries(values).filter(([field]) => !(field in usable)));
  const next: Record<string, unknown> = { ...usable };
  for (const { field, after } of fields) {
    if (after === null) delete next[field];
    else next[field] = after;
  }
  const resolved = resolveSection(server, section, openValues(server, section, next));
  if (resolved.issues) throw invalid(faultsOf(resolved.issues));
  // As the schema has it: trimmed or in lower case, for example.
  for (const { field } of fields)
    if (field in next && !isSecret(section, field)) next[field] = resolved.values[field];
  return { values: next, aside };
}

async function apply(
  actor: Actor,
  { section, doc }: { section: LiveSection; doc: SettingsDoc },
  wanted: readonly Pick<StoredField, 'field' | 'after'>[],
  undoes: Types.ObjectId | null = null,
): Promise<SettingSection> {
  const { server } = actor;
  const { values, aside } = changed(server, section, doc, wanted);
  const fields = wanted
    .map(({ field }) => ({ field, before: stored(doc.values[field]), after: stored(values[field]) }))
    .filter(({ before, after }) => !isDeepStrictEqual(before, after));
  if (fields.length === 0) return viewSection(server, section, doc);
  const next = await writeSection(server, doc, {
    values,
    history: [...doc.history, changeOf(authorOf(actor), fields, undoes)],
    ...(Object.keys(aside).length === 0 ? {} : { aside: { ...doc.aside, ...aside } }),
  });
  applyStored(server, section, next);
  server.bus.publish('settings.changed', { section: section.name });
  await recordAudit(actor, {
    action: 'setting.changed',
    on: { kind: 'setting', id: section.name },
    ...auditOf(section, fields),
  });
  return viewSection(server, section, next);
}

/** @throws forbidden for a section that owners alone change */
function requireChangeable({ role }: Actor, { ownersOnly }: LiveSection): void {
  if (ownersOnly && role !== 'owner') throw refusal('settings.ownersOnly');
}

/**
 * Changes settings of a section, on every node.
 * @throws forbidden, not_found, invalid naming the field, conflict when somebody else has changed the section since it was seen
 */
export async function changeSettings(
  actor: Actor,
  name: string,
  { version, changes }: ChangeSettingsInput,
): Promise<SettingSection> {
  requireWorkspace(actor, 'changeWorkspace');
  const section = loadSection(actor.server, name);
  requireChangeable(actor, section);
  const doc = await readStored(actor.server, name);
  if (doc.version !== version) throw refusal('settings.changed');
  const seal = (field: string, value: SettingValue): unknown =>
    isSecret(section, field) && typeof value === 'string'
      ? sealSetting(actor.server, `${name}.${field}`, value)
      : value;
  const wanted = changes.map(({ field, value }) => ({ field, after: seal(field, value) }));
  return await apply(actor, { section, doc }, wanted);
}

function requireSection({ server }: Actor, name: string): LiveSection | undefined {
  return name === WORKSPACE ? undefined : loadSection(server, name);
}

/** The changes of a section, newest first. @throws forbidden, not_found */
export async function readHistory(actor: Actor, name: string): Promise<SettingChange[]> {
  requireWorkspace(actor, 'changeWorkspace');
  const section = requireSection(actor, name);
  const { history } = await readStored(actor.server, name);
  return history.map((one) => viewChange(section, one, history)).reverse();
}

const findChange = (history: readonly StoredChange[], changeId: string): StoredChange => {
  const found = history.find((one) => String(one.changeId) === changeId);
  if (!found) throw notFound();
  return found;
};

/**
 * Gives the fields of a change the values that they had before it.
 * @throws forbidden, not_found, invalid when a value is not valid any more, conflict when a field has been changed since
 */
export async function undoChange(actor: Actor, name: string, changeId: string): Promise<void> {
  requireWorkspace(actor, 'changeWorkspace');
  const section = requireSection(actor, name);
  if (section) requireChangeable(actor, section);
  const doc = await readStored(actor.server, name);
  const { fields } = findChange(doc.history, changeId);
  if (!section) {
    await actor.server.bus.request('workspace.undo', { actor, changeId, fields });
    return;
  }
  if (fields.some(({ field, after }) => !isDeepStrictEqual(stored(doc.values[field]), after)))
    throw refusal('settings.changedSince');
  const wanted = fields.map(({ field, before }) => ({ field, after: before }));
  await apply(actor, { section, doc }, wanted, new Types.ObjectId(changeId));
}
