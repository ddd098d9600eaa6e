import { Schema } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { features } from '../../features.js';
import { startServer } from '../../test/startServer.js';
import type { Bus } from '../../platform/bus.js';
import { bySomebody } from './test/bySomebody.js';

/** Features that store something of a person, of which nothing moves: why. It goes with the erasure of what is left. */
const goesWithTheAccount: Record<string, string> = {
  audit: 'the log says who did it then; the merge is an entry of its own',
  calls: 'who took part in a call is deleted after a while; its message moves',
  devices: 'new devices belong to sessions, which end',
  erasure: 'a deletion that was begun is overtaken',
  exports: 'archives of the account that goes',
  factors: 'credentials are never inherited',
  groupRules: 'what a group of a provider gave comes with the next sign-in',
  people: 'rows of an import',
  push: 'devices belong to sessions, which end',
  roles: 'the account that stays has its own rights',
  settings: 'who changed a setting',
  signInLinks: 'credentials are never inherited',
  uploads: 'the picture; files move with their messages',
  webhooks: 'credentials are never inherited',
  workspace: 'invitations are credentials, and are revoked',
};

/** Paths that name a person, by their names. */
const PERSON =
  /(^|\.)(userIds?|authorId|ownerId|reporterId|targetId|createdBy|memberIds|mentionIds|answersId|addedBy|blocked|startedBy|assignedTo|openBy|by|askedBy|requestedBy|madeBy|updatedBy|holderId|personId)$/;

/** All paths of a schema, also inside of arrays and documents. */
function pathsOf(schema: Schema, before = ''): string[] {
  return Object.entries(schema.paths).flatMap(([name, type]) => {
    const inner = (type as { schema?: Schema }).schema;
    return inner ? [before + name, ...pathsOf(inner, `${before}${name}.`)] : [before + name];
  });
}

describe('a merge', () => {
  it('reaches every feature that stores something of a person, or it is written down why not', async () => {
    await using server = await startServer();
    const listens = (name: string): string[] =>
      features.flatMap((feature) => {
        const names: string[] = [];
        const bus = {
          on: (event: string) => void names.push(event),
          answer: () => undefined,
        } as unknown as Bus;
        feature.listen?.(bus, server.app.server);
        return names.includes(name) ? [feature.name] : [];
      });
    const moving = listens('person.merged');
    expect(moving.length).toBeGreaterThan(8);
    expect(Object.keys(goesWithTheAccount).sort()).toEqual(
      listens('person.erased')
        .filter((name) => !moving.includes(name))
        .sort(),
    );
  });

  it('decides about every stored field that names a person', async () => {
    await using server = await startServer();
    const found = Object.entries(server.app.server.connection.models).flatMap(([name, { schema }]) =>
      pathsOf(schema)
        .map((path) => `${name}.${path}`)
        .filter((path) => PERSON.test(path)),
    );
    expect(found.sort()).toEqual(Object.keys(bySomebody).sort());
  });
});
