import { GROUP, USER, type Json } from './scim.names.js';
import { MOST_LISTED } from './scim.list.js';

type Mutability = 'readWrite' | 'readOnly' | 'immutable';
interface Attribute {
  type?: 'string' | 'boolean' | 'complex' | 'reference';
  description: string;
  mutability?: Mutability;
  required?: true;
  many?: true;
  exact?: true;
  unique?: true;
  refers?: string[];
  parts?: Record<string, Attribute>;
}

const viewAttribute = ([name, given]: [string, Attribute]): Json => ({
  name,
  type: given.parts ? 'complex' : (given.type ?? 'string'),
  multiValued: given.many === true,
  description: given.description,
  required: given.required === true,
  ...(given.parts || given.type === 'boolean' ? {} : { caseExact: given.exact === true }),
  mutability: given.mutability ?? 'readWrite',
  returned: 'default',
  ...(given.parts || given.type === 'boolean'
    ? {}
    : { uniqueness: given.unique === true ? 'server' : 'none' }),
  ...(given.refers ? { referenceTypes: given.refers } : {}),
  ...(given.parts ? { subAttributes: Object.entries(given.parts).map(viewAttribute) } : {}),
});

const user: Record<string, Attribute> = {
  userName: {
    description: 'The name by which the provisioning program knows this person.',
    required: true,
    unique: true,
  },
  name: {
    description: 'The parts of the name.',
    parts: {
      familyName: { description: 'The family name.' },
      givenName: { description: 'The given name.' },
    },
  },
  displayName: { description: 'The name that people see.', required: true },
  nickName: { description: 'The user name, by which people are mentioned.', mutability: 'readOnly' },
  active: { description: 'Whether this person can sign in.', type: 'boolean', required: true },
  emails: {
    description: 'The e-mail address: the primary one of those that are sent.',
    many: true,
    parts: {
      value: { description: 'The address.', unique: true },
      type: { description: 'Such as work.' },
      primary: { description: 'Whether it is the one to use.', type: 'boolean' },
    },
  },
  groups: {
    description: 'The groups of this person.',
    many: true,
    mutability: 'readOnly',
    parts: {
      value: { description: 'The id of the group.', exact: true, mutability: 'readOnly' },
      $ref: {
        description: 'Its address.',
        type: 'reference',
        refers: ['Group'],
        exact: true,
        mutability: 'readOnly',
      },
      display: { description: 'Its name.', mutability: 'readOnly' },
    },
  },
};

const group: Record<string, Attribute> = {
  displayName: { description: 'The name of the group.', required: true },
  members: {
    description: 'The people in it.',
    many: true,
    parts: {
      value: { description: 'The id of the person.', exact: true, mutability: 'immutable' },
      $ref: {
        description: 'Their address.',
        type: 'reference',
        refers: ['User'],
        exact: true,
        mutability: 'immutable',
      },
    },
  },
};

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';
const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig';

const viewSchema = (id: string, name: string, attributes: Record<string, Attribute>, base: string): Json => ({
  schemas: [SCHEMA],
  id,
  name,
  description: name,
  attributes: Object.entries(attributes).map(viewAttribute),
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
});

/** What resources have. Source of the form: RFC 7643, 7. */
export const schemasOf = (base: string): Json[] => [
  viewSchema(USER, 'User', user, base),
  viewSchema(GROUP, 'Group', group, base),
];

const viewType = (name: string, schema: string, base: string): Json => ({
  schemas: [RESOURCE_TYPE],
  id: name,
  name,
  description: name,
  endpoint: `/${name}s`,
  schema,
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
});

/** Which resources there are. Source of the form: RFC 7643, 6. */
export const typesOf = (base: string): Json[] => [
  viewType('User', USER, base),
  viewType('Group', GROUP, base),
];

/** What this server can do. Source of the form: RFC 7643, 5. */
export const configOf = (base: string): Json => ({
  schemas: [CONFIG],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_LISTED },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token that an owner of the workspace makes in the admin area.',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});
