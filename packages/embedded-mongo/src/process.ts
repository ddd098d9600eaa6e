import { resolve } from 'node:path';
import { socketPathFor } from './start.js';
import { startDatabase } from './server.js';

/** `node process.js FOLDER [SOCKET]`: the database as a process of its own, shared by several servers of one machine. */
const folder = resolve(process.argv[2] ?? 'data');
const socketPath = process.argv[3] ?? socketPathFor(folder);
try {
  const database = await startDatabase({ folder, socketPath });
  const stop = (): void => void database.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`listening ${socketPath}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
