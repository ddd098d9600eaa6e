import { parentPort, workerData } from 'node:worker_threads';
import { startDatabase, type DatabaseOptions } from './server.js';

/** Runs the database in a worker thread, so that its flushes do not block the server. */
const port = parentPort;
if (port) {
  startDatabase(workerData as DatabaseOptions).then(
    (database) => {
      const { port: tcpPort } = database;
      port.once('message', () => {
        void database.close().then(() => port.postMessage({ closed: true }));
      });
      port.postMessage({ ready: true, tcpPort });
    },
    (error: unknown) => port.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
}
