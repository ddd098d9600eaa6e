/** As much of JSON Schema as our descriptions use. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  items?: Schema | false;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** The schemas that others refer to, by name. */
export type Definitions = Record<string, Schema>;

interface Operation {
  parameters?: { name: string; in: 'path' | 'query'; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** As much of an OpenAPI document as the tests read. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas?: Definitions };
}

/** Resolves a reference; other schemas are returned unchanged. */
export function resolved(schema: Schema, definitions: Definitions): Schema {
  if (schema.$ref === undefined) return schema;
  return definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {};
}
