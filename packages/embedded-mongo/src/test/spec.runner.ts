import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EJSON } from 'bson';
import { MongoClient, type Collection, type Db } from 'mongodb';
import { runOperation, type Entities, type Operation } from './spec.operations.ts';
import { eventMatches, resultMatches } from './spec.match.ts';

interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  auth?: boolean;
}
interface CollectionData {
  collectionName: string;
  databaseName: string;
  documents: Record<string, unknown>[];
}
interface EntitySpec {
  client?: {
    id: string;
    observeEvents?: string[];
    uriOptions?: Record<string, unknown>;
    ignoreCommandMonitoringEvents?: string[];
  };
  database?: { id: string; client: string; databaseName: string; databaseOptions?: Record<string, unknown> };
  collection?: {
    id: string;
    database: string;
    collectionName: string;
    collectionOptions?: Record<string, unknown>;
  };
}
export interface SpecTest {
  description: string;
  skipReason?: string;
  runOnRequirements?: Requirement[];
  operations: Operation[];
  expectEvents?: { client: string; events: Record<string, Record<string, unknown>>[] }[];
  outcome?: CollectionData[];
}
export interface SpecFile {
  name: string;
  description: string;
  runOnRequirements?: Requirement[];
  createEntities: EntitySpec[];
  initialData?: CollectionData[];
  tests: SpecTest[];
}

/** Reads the unified-format files of a folder, without converting extended JSON types to JS ones. */
export const readSpecs = (folder: string): SpecFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      name,
      ...(EJSON.parse(readFileSync(join(folder, name), 'utf8'), { relaxed: true }) as Omit<SpecFile, 'name'>),
    }));

const compareVersions = (a: string, b: string): number => {
  const [x, y] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < 3; i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Whether a standalone server of this version runs it. */
export function runsOn(requirements: Requirement[] | undefined, version: string): boolean {
  if (!requirements) return true;
  return requirements.some(
    (need) =>
      (need.minServerVersion === undefined || compareVersions(version, need.minServerVersion) >= 0) &&
      (need.maxServerVersion === undefined || compareVersions(version, need.maxServerVersion) <= 0) &&
      (need.topologies === undefined || need.topologies.includes('single')) &&
      need.auth !== true,
  );
}

async function prepare(admin: MongoClient, file: SpecFile): Promise<void> {
  for (const { databaseName, collectionName, documents } of file.initialData ?? []) {
    const collection = admin.db(databaseName).collection(collectionName);
    await collection.drop();
    await admin.db(databaseName).createCollection(collectionName);
    if (documents.length > 0) await collection.insertMany(documents);
  }
}

async function checkOutcome(admin: MongoClient, outcome: CollectionData[]): Promise<void> {
  for (const { databaseName, collectionName, documents } of outcome) {
    const found = await admin
      .db(databaseName)
      .collection(collectionName)
      .find({}, { sort: { _id: 1 } })
      .toArray();
    const problem = resultMatches(documents, found, { root: false, entities: {} });
    if (problem) throw new Error(`outcome of ${collectionName}: ${problem}`);
  }
}

function createEntities(
  file: SpecFile,
  uri: string,
): { entities: Entities; events: Map<string, Record<string, unknown>[]> } {
  const entities: Entities = { clients: {}, databases: {}, collections: {}, results: {} };
  const events = new Map<string, Record<string, unknown>[]>();
  for (const spec of file.createEntities) {
    if (spec.client) {
      const client = new MongoClient(uri, { monitorCommands: true, ...spec.client.uriOptions });
      const seen: Record<string, unknown>[] = [];
      events.set(spec.client.id, seen);
      const quiet = new Set([
        ...(spec.client.ignoreCommandMonitoringEvents ?? []),
        'configureFailPoint',
        'hello',
        'ismaster',
        'endSessions',
      ]);
      for (const kind of ['commandStarted', 'commandSucceeded', 'commandFailed'] as const)
        if (spec.client.observeEvents?.includes(`${kind}Event`))
          client.on(kind, (event: { commandName: string }) => {
            if (!quiet.has(event.commandName)) seen.push({ kind: `${kind}Event`, ...structuredCopy(event) });
          });
      entities.clients[spec.client.id] = client;
    } else if (spec.database) {
      const { id, client, databaseName, databaseOptions } = spec.database;
      entities.databases[id] = entities.clients[client]?.db(databaseName, databaseOptions) as Db;
    } else if (spec.collection) {
      const { id, database, collectionName, collectionOptions } = spec.collection;
      entities.collections[id] = entities.databases[database]?.collection(
        collectionName,
        collectionOptions,
      ) as Collection;
    }
  }
  return { entities, events };
}

function structuredCopy(event: object): Record<string, unknown> {
  const { command, commandName, databaseName, reply } = event as Record<string, unknown>;
  return { command, commandName, databaseName, reply };
}

/** Runs one test of the unified format through the official driver. @throws Error with what did not match. */
export async function runSpecTest(file: SpecFile, test: SpecTest, uri: string): Promise<void> {
  const admin = new MongoClient(uri);
  const { entities, events } = createEntities(file, uri);
  try {
    await admin
      .db('admin')
      .command({ configureFailPoint: 'failCommand', mode: 'off' })
      .catch(() => undefined);
    await prepare(admin, file);
    for (const operation of test.operations) await runOperation(operation, entities, admin);
    for (const { client, events: expected } of test.expectEvents ?? []) {
      const seen = events.get(client) ?? [];
      if (seen.length !== expected.length)
        throw new Error(
          `expected ${expected.length} events, saw ${seen.length}: ${seen.map((event) => String(event['commandName'])).join()}`,
        );
      for (const [i, event] of expected.entries()) {
        const problem = eventMatches(event, seen[i] ?? {});
        if (problem) throw new Error(`event ${i}: ${problem}`);
      }
    }
    await checkOutcome(admin, test.outcome ?? []);
  } finally {
    await Promise.all([admin, ...Object.values(entities.clients)].map((client) => client.close()));
  }
}
