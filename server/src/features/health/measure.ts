import type { Server } from '../../platform/context.js';
import { gauge } from '../../platform/metrics.js';
import type { SocketServer } from '../../platform/socket.js';
import { tellSlowCommands } from './slowCommands.js';

/** Gauges that are computed when the metrics are read, and the latency of the database; slow commands are logged. */
export function measure(server: Server, io: SocketServer): void {
  tellSlowCommands(server);
  const { metrics, connection, queues } = server;
  gauge(
    metrics,
    { name: 'parley_connections', help: 'Sockets that are connected.' },
    () => io.engine.clientsCount,
  );
  gauge(
    metrics,
    { name: 'parley_queue_waiting', help: 'Writes that wait for their turn.' },
    () => queues.depth,
  );
  const client = connection.getClient();
  client.on('commandSucceeded', ({ commandName, duration }) =>
    metrics.database.observe({ command: commandName, outcome: 'ok' }, duration / 1000),
  );
  client.on('commandFailed', ({ commandName, duration }) =>
    metrics.database.observe({ command: commandName, outcome: 'failed' }, duration / 1000),
  );
  // Notices of a room are not counted: nobody wrote them.
  server.bus.on('message.created', ({ notice }) => {
    if (notice === null) metrics.sends.inc();
  });
}
