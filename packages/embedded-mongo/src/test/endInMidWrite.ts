import { setTimeout } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { endProcess, startEmbeddedMongo } from '../start.ts';

// A process for ending.test.ts: it ends while its database writes, with the status 7.
const { uri } = await startEmbeddedMongo({
  folder: process.argv[2] ?? '',
  database: 'ending',
  onCrash: (error) => process.stderr.write(`${error.message}\n`),
});
const client = await new MongoClient(uri).connect();
const collection = client.db().collection('writes');
const documents = (): object[] => Array.from({ length: 500 }, (_, i) => ({ i, text: 'x'.repeat(100) }));
for (let i = 0; i < 40; i++) void collection.insertMany(documents()).catch(() => {});
// The writes are pending after this time, and not yet on disk.
await setTimeout(Number(process.argv[3]));
await endProcess(7);
