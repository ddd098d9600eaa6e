import { seeded } from '@parley/shared/random';
import type { Connection } from 'mongoose';
import { configFor } from '../operations/settings.js';
import { openOwn } from '../operations/database.js';
import { requireSpace, requireSpaceOfMongo } from '../operations/space.js';
import { progress, result, run } from '../operations/terminal.js';
import { Credentials } from '../features/credentials/credentials.model.js';
import { Rooms } from '../features/rooms/rooms.model.js';
import { Users } from '../features/users/users.model.js';
import { createIndexes } from '../platform/database.js';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { addFiles } from './files.js';
import { writeHistory, type Stage } from './history.js';
import { makePasswords, makePeople, makePlans, PASSWORD, type Plan, type Scene } from './plan.js';

const SEED = 20261121;
/** Size of the built-in database and the files: 57 MB measured, and a margin, since some of the disk must stay free. */
const WRITTEN_BYTES = 150_000_000;

function openScene(): Scene {
  const random = seeded(SEED);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return { random, pick, now: Date.now() };
}

/** Writes people, rooms and messages. Returns the rooms, and how many people and messages there are. */
async function fill(connection: Connection): Promise<{ plans: Plan[]; people: number; messages: number }> {
  const server = { connection };
  const scene = openScene();
  const users = makePeople(scene);
  await Credentials(server).insertMany(await makePasswords(users));
  await Users(server).insertMany(users);
  const ids = users.map(({ _id }) => _id);
  const [owner] = ids;
  if (!owner) throw new Error('The cast is empty.');
  const plans = makePlans(ids, scene.now);
  await Rooms(server).insertMany(plans.map(({ room }) => room));
  const stage: Stage = {
    ...scene,
    server,
    owner,
    idOf: new Map(users.map(({ username, _id }) => [username, _id])),
  };
  const messages = plans.reduce((sum, plan) => sum + plan.messages, 0);
  let done = 0;
  for (const plan of plans)
    await writeHistory(plan, stage, (count) => progress('messages', (done += count), messages));
  return { plans, people: users.length, messages };
}

/** `npm run demo`: a believable workspace in an empty data folder. */
await run('demo', async (given) => {
  const config = await configFor(given);
  const started = Date.now();
  // Before the folder of the database is created. The space of a MongoDB is checked once it is connected.
  if (config.MONGODB_URI === undefined) await requireSpace(config.dataFolder, WRITTEN_BYTES);
  const database = await openOwn(config);
  const { connection } = database;
  try {
    if (config.MONGODB_URI !== undefined) await requireSpaceOfMongo(connection, WRITTEN_BYTES);
    await createIndexes(connection);
    if ((await Users({ connection }).exists({})) !== null)
      throw new Error(
        'This workspace has people in it already; the demonstration is for an empty one. Name another folder with --data.',
      );
    const { plans, people, messages } = await fill(connection);
    await addFiles(
      { connection, files: await openFileStore(config, connection) },
      plans.map(({ room }) => room),
    );
    const seconds = (Date.now() - started) / 1000;
    result(
      { people, rooms: plans.length, messages, seconds },
      `\n  ${people} people, ${plans.length} rooms and conversations, ${messages.toLocaleString('en')} messages in ${seconds.toFixed(1)} s.\n  Start it with npm start and sign in as  jo  with the password  ${PASSWORD}`,
    );
  } finally {
    await database.close();
  }
});
