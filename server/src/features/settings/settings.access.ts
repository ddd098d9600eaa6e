import { notFound } from '@parley/shared/errors';
import type { Server } from '../../platform/context.js';
import {
  applySection,
  defaultsOf,
  resolveSection,
  type LiveSection,
  type LiveValues,
} from '../../platform/liveSettings.js';
import { perServer } from '../../platform/perServer.js';
import { SettingsDocs, type SettingsDoc } from './settings.model.js';
import { unsealSetting } from './settings.sealing.js';

/** The versions that this node has applied, by section. */
const versionsOf = perServer(() => new Map<string, number>());

/** @throws not_found */
export function loadSection(server: Server, name: string): LiveSection {
  const section = server.liveSections.find((candidate) => candidate.name === name);
  if (!section) throw notFound();
  return section;
}

export const isSecret = (section: LiveSection, field: string): boolean =>
  section.secret?.includes(field) === true;

/** Stored values with secrets in plain; without those that cannot be decrypted. */
export function openValues(server: Server, section: LiveSection, stored: LiveValues): LiveValues {
  const opened = Object.entries(stored).flatMap(([field, value]): [string, unknown][] => {
    if (!isSecret(section, field) || typeof value !== 'string') return [[field, value]];
    try {
      return [[field, unsealSetting(server, `${section.name}.${field}`, value)]];
    } catch (error) {
      server.log.warn({ err: error, section: section.name, field }, 'a secret setting cannot be decrypted');
      return [];
    }
  });
  return Object.fromEntries(opened);
}

/**
 * The stored values that this program understands. Others, of an older program or changed by hand, are left out, and logged as an error: a
 * server always starts. What protects something is replaced by what is stricter, and not by its default.
 */
export function usableValues(server: Server, section: LiveSection, stored: LiveValues): LiveValues {
  const whole = resolveSection(server, section, openValues(server, section, stored));
  if (!whole.issues) return stored;
  const faulty = new Set(
    whole.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1).map(String),
    ),
  );
  const strict = strictOf(section, stored, faulty);
  server.log.error(
    { section: section.name, fields: [...faulty], strict },
    'stored settings are not valid: defaults, or what is stricter',
  );
  const rest = Object.fromEntries(Object.entries(stored).filter(([field]) => !faulty.has(field)));
  const both = { ...rest, ...strict };
  return resolveSection(server, section, openValues(server, section, both)).issues ? strict : both;
}

/** What is so of faulty fields whose default would let more people do more. */
function strictOf(section: LiveSection, stored: LiveValues, faulty: ReadonlySet<string>): LiveValues {
  const fields = Object.entries(section.strict ?? {}).filter(([field]) => faulty.has(field));
  return Object.fromEntries(fields.map(([field, of]) => [field, of(stored[field])]));
}

/** Applies a section's document on this node. */
export function applyStored(
  server: Server,
  section: LiveSection,
  doc: Pick<SettingsDoc, 'version' | 'values'>,
): void {
  const usable = usableValues(server, section, doc.values);
  const resolved = resolveSection(server, section, openValues(server, section, usable));
  applySection(server, section, resolved.values ?? defaultsOf(server, section));
  versionsOf(server).set(section.name, doc.version);
}

/** Reads every section and applies it. Before anything is served. */
export async function loadSettings(server: Server): Promise<void> {
  const docs = await SettingsDocs(server).find({}, { values: 1, version: 1 }).lean();
  const byName = new Map(docs.map((doc) => [doc._id, doc]));
  for (const section of server.liveSections)
    applyStored(server, section, byName.get(section.name) ?? { version: 0, values: {} });
}

/** Applies the sections that another node has changed since they were applied here. */
export async function refreshSettings(server: Server): Promise<void> {
  const versions = await SettingsDocs(server).find({}, { version: 1 }).lean();
  const known = versionsOf(server);
  for (const { _id, version } of versions) {
    const section = server.liveSections.find(({ name }) => name === _id);
    if (!section || (known.get(_id) ?? 0) >= version) continue;
    const doc = await SettingsDocs(server).findById(_id, { values: 1, version: 1 }).lean();
    // A change on this node may have been applied meanwhile.
    if (!doc || (known.get(_id) ?? 0) >= doc.version) continue;
    applyStored(server, section, doc);
    server.bus.publish('settings.changed', { section: _id });
  }
}

/** A section's document, also before its first change. */
export async function readStored(server: Server, name: string): Promise<SettingsDoc> {
  const doc = await SettingsDocs(server).findById(name).lean();
  return doc ?? { _id: name, version: 0, values: {}, history: [] };
}
