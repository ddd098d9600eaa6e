import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findMongod } from './replicaSet.ts';
import { StandaloneMongod } from './standaloneMongod.ts';
import { Person, startServer, type TestServer } from './startServer.ts';

export const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** How many of several concurrent requests succeeded; each of the others was refused at the limit. */
export async function countDone(requests: PromiseLike<{ status: number; body: unknown }>[]): Promise<number> {
  const answers = await Promise.all(requests);
  const refused = answers.filter(({ status }) => status >= 400);
  const others = refused.filter(({ status }) => ![400, 409, 413].includes(status));
  expect(others.map(({ body }) => body)).toEqual([]);
  return answers.length - refused.length;
}

interface Filling {
  name: string;
  owner: object;
  left: number;
  most: number;
}

/** Two servers of one database. */
export interface Servers extends AsyncDisposable {
  first: TestServer;
  second: TestServer;
  /** The same person, with requests to the servers in turn. */
  at(person: Person, i: number): Person;
  /** Fills a collection with documents of one owner, so that `left` more fit below the limit. */
  fill(into: Filling, document: (i: number) => object): Promise<void>;
}

async function open(uri: string, extra: Record<string, string>): Promise<Servers> {
  const database = `t${randomBytes(6).toString('hex')}`;
  const environment = { MONGODB_URI: uri, FILES_STORE: 'gridfs', ...extra };
  const first = await startServer(environment, database);
  const second = await startServer(environment, database);
  return {
    first,
    second,
    at: (person, i) => (i % 2 === 0 ? person : new Person(second, person.granted, person.username)),
    async fill({ name, owner, left, most }, document) {
      const collection = first.app.server.connection.collection(name);
      const there = await collection.find({ ...owner, slot: { $gte: 0 } }).toArray();
      const used = new Set(there.map(({ slot }) => slot as number));
      const free = many(most, (slot) => slot).filter((slot) => !used.has(slot));
      const documents = free
        .slice(0, free.length - left)
        .map((slot, i) => ({ _id: new Types.ObjectId(), ...owner, ...document(i), slot }));
      await collection.insertMany(documents);
    },
    async [Symbol.asyncDispose]() {
      await second[Symbol.asyncDispose]();
      await first[Symbol.asyncDispose]();
    },
  };
}

type Open = (extra?: Record<string, string>) => Promise<Servers>;

const itIf = (runs: boolean) => it.skipIf(!runs);

/** Describes what must hold over two servers, with the built-in database and with a MongoDB without transactions. */
export function describeOverTwoServers(
  name: string,
  tests: (open: Open, it: ReturnType<typeof itIf>) => void,
): void {
  describe(`${name}, over two servers with the built-in database`, () => {
    tests((extra = {}) => open(inject('mongoUri'), extra), itIf(true));
  });
  describe(`${name}, over two servers with MongoDB without transactions`, () => {
    let mongod: StandaloneMongod | undefined;
    beforeAll(async () => {
      mongod = await StandaloneMongod.start();
    }, 90_000);
    afterAll(() => mongod?.stop());
    tests((extra = {}) => open(mongod?.uri ?? '', extra), itIf(findMongod() !== undefined));
  });
}
