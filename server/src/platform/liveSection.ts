import type { z } from 'zod';

/** Settings that admins change while the server runs, of one feature. */
export interface LiveSection<S extends z.ZodObject = z.ZodObject> {
  /** Its key in the database, in the API and in texts: `registration`. */
  name: string;
  /** Each field has a default, so that `{}` is valid. */
  shape: S;
  /**
   * Fields that stand for an environment variable: field → its name in `config`. Where it is set, its value is fixed. Else the admins' value
   * is also that of `server.config`, and the variable's default is the field's.
   */
  fixedBy?: Readonly<Record<string, string>>;
  /** Fields that are stored encrypted and never sent to a page: only whether they are set. */
  secret?: readonly string[];
  /** For fields whose default lets more people do more: what is so where what is stored cannot be read. By field, given what is stored. */
  strict?: Readonly<Record<string, (stored: unknown) => unknown>>;
  /** Owners alone change it: by it an admin could become one, or remove traces. */
  ownersOnly?: true;
}
