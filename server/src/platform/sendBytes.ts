import type { Response } from 'express';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Server } from './context.js';

/**
 * Sends stored bytes as a response whose head is set. A client that disconnects ends it without an error; a store that fails in the
 * middle is logged, and the connection is closed, so that the client notices the missing bytes.
 *
 * @param what the key of the bytes, for the log
 */
export async function sendBytes(
  server: Server,
  { stream, what }: { stream: Readable; what: string },
  response: Response,
): Promise<void> {
  try {
    await pipeline(stream, response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    server.log.error({ err: error, file: what }, 'a file could not be read from its store');
  }
}
