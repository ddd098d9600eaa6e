/** The names of SCIM. Source: RFC 7643, 8.7 and RFC 7644, 3. */
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** A resource of the wire, or a part of one. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The key under which an object has an attribute: their names are not case-sensitive. */
export const keyIn = (object: Json, name: string): string | undefined => {
  const wanted = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === wanted);
};

/** A name without the schema it may begin with: `urn:…:User:name.familyName` is `name.familyName`. */
export function withoutSchema(path: string): string {
  const end = /^urn:[^[\s]*:(?=[^:[]*(\[|$))/i.exec(path)?.[0].length ?? 0;
  return path.slice(end);
}
