import { createRequire } from 'node:module';

/** The used part of a driver's connection. */
interface DriverConnection {
  error: Error | null;
  once(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}
type WriteCommand = (this: DriverConnection, ...args: unknown[]) => Promise<void>;
interface DriverModule {
  Connection: { prototype: { writeCommand: WriteCommand } };
}

// Mongoose's own driver: another copy of it would not be the one that runs.
const requireOfMongoose = createRequire(createRequire(import.meta.url).resolve('mongoose'));

function failWhenClosed(write: WriteCommand): WriteCommand {
  return async function (...args) {
    let closed = (): void => undefined;
    const loss = new Promise<never>((_resolve, reject) => {
      closed = () => reject(this.error ?? new Error('The connection to the database was closed.'));
    });
    this.once('close', closed);
    try {
      await Promise.race([write.apply(this, args), loss]);
    } finally {
      this.off('close', closed);
    }
  };
}

let done = false;

/**
 * Makes a command fail whose connection breaks just before it is written. The driver (mongodb 7.8 and 7.9, Connection.writeCommand)
 * then waits for `drain` or `error` of a destroyed socket, and neither is ever emitted. If it is a write, its room is blocked;
 * if it is a heartbeat, the server never finds its database again and has to be restarted. Found by
 * killing the database: once in some forty times.
 */
export function endWritesOfLostConnections(): void {
  if (done) return;
  done = true;
  const { prototype } = (requireOfMongoose('mongodb/lib/cmap/connection.js') as DriverModule).Connection;
  prototype.writeCommand = failWhenClosed(prototype.writeCommand);
}
