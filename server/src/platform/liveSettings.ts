import type { z } from 'zod';
import type { Server } from './context.js';

/** Settings that admins change while the server runs, of one feature. */
export interface LiveSection<S extends z.ZodObject = z.ZodObject> {
  /** Its key in the database, in the API and in texts: `registration`. */
  name: string;
  /** Each field has a default, so that `{}` is valid. */
  shape: S;
  /** Fields that an environment variable fixes where it is set: field → name of the variable in `config`. */
  fixedBy?: Readonly<Record<string, string>>;
  /** Fields that are stored encrypted and never sent to a page: only whether they are set. */
  secret?: readonly string[];
}

/** Checks a section's type where it is defined; a feature lists it in its `live`. */
export const defineLiveSection = <S extends z.ZodObject>(section: LiveSection<S>): LiveSection<S> => section;

/** The settings of a section as they are now, on this node. Cheap: no database is read. */
export const liveSettings = <S extends z.ZodObject>(_server: Server, section: LiveSection<S>): z.output<S> =>
  section.shape.parse({});
