import type { z } from 'zod';
import type { Config } from '../config.js';
import type { Server } from './context.js';
import type { LiveSection } from './liveSection.js';
import { perServer } from './perServer.js';

export type { LiveSection };

/** The values of a section, by field. */
export type LiveValues = Readonly<Record<string, unknown>>;

declare module './bus.js' {
  interface BusEvents {
    /** The settings of a section have changed, here or on another node. On each node. */
    'settings.changed': { section: string };
  }
}

/** Checks a section's type where it is defined; a feature lists it in its `live`. */
export const defineLiveSection = <S extends z.ZodObject>(section: LiveSection<S>): LiveSection<S> => section;

/** The settings of the environment as they were at the start, and the values of sections. */
const stateOf = perServer((server) => ({
  environment: { ...server.config },
  values: new Map<string, LiveValues>(),
}));

const variableOf = (section: LiveSection, field: string): keyof Config | undefined =>
  section.fixedBy?.[field] as keyof Config | undefined;

/** The variable that fixes a field on this server; undefined when admins can change it. */
export function fixingVariable(server: Server, section: LiveSection, field: string): string | undefined {
  const variable = variableOf(section, field);
  return variable !== undefined && server.config.given.has(variable) ? variable : undefined;
}

/** What fields have by the environment: where a variable is set, and as its default. */
function ofEnvironment(server: Server, section: LiveSection): Record<string, unknown> {
  const { environment } = stateOf(server);
  const found = Object.keys(section.fixedBy ?? {}).map((field): [string, unknown] => {
    const variable = variableOf(section, field);
    return [field, variable === undefined ? undefined : environment[variable]];
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** The value of each field that nobody has changed. */
export function defaultsOf(server: Server, section: LiveSection): LiveValues {
  return { ...section.shape.parse({}), ...ofEnvironment(server, section) };
}

/**
 * What a section is with the values that admins have chosen. What the environment says is not held to the section's bounds.
 * @param chosen by field, with secrets in plain
 * @returns the values, or what is wrong with those chosen
 */
export function resolveSection(
  server: Server,
  section: LiveSection,
  chosen: LiveValues,
): { values: LiveValues; issues?: undefined } | { values?: undefined; issues: z.core.$ZodIssue[] } {
  const given = ofEnvironment(server, section);
  const free = Object.fromEntries(
    Object.entries(chosen).filter(([field]) => fixingVariable(server, section, field) === undefined),
  );
  const parsed = section.shape.strict().safeParse({ ...given, ...free });
  if (parsed.success) return { values: { ...parsed.data, ...without(given, Object.keys(free)) } };
  const issues = parsed.error.issues.filter(({ path: [field] }) => {
    const name = String(field);
    return !(name in given) || name in free;
  });
  if (issues.length > 0) return { issues };
  const rest = section.shape.strict().safeParse(free);
  return rest.success
    ? { values: { ...rest.data, ...without(given, Object.keys(free)) } }
    : { issues: rest.error.issues };
}

const without = (values: Record<string, unknown>, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field)));

/** Applies the values of a section on this node, also to `server.config`. */
export function applySection(server: Server, section: LiveSection, values: LiveValues): void {
  stateOf(server).values.set(section.name, values);
  for (const field of Object.keys(section.fixedBy ?? {})) {
    const variable = variableOf(section, field);
    if (variable === undefined || server.config.given.has(variable)) continue;
    // Types of fields and variables are equal, which `resolveSection` has checked by their defaults.
    Object.assign(server.config, { [variable]: values[field] ?? undefined });
  }
}

/** The settings of a section as they are now, on this node. Cheap: no database is read. */
export function liveSettings<S extends z.ZodObject>(server: Server, section: LiveSection<S>): z.output<S> {
  const { values } = stateOf(server);
  const known = values.get(section.name) ?? defaultsOf(server, section);
  values.set(section.name, known);
  return known as z.output<S>;
}
