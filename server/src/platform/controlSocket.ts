import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

/** Who has sent a request is gone before its answer. */
export class ReceiverGone extends Error {}

/** Handles one request; may send parts before its answer, each of them JSON. */
export type HandleControl = (request: unknown, send: (part: unknown) => Promise<void>) => Promise<unknown>;

/** Its name in the data folder. */
export const CONTROL_SOCKET = 'control.sock';
/** A request and its answer are a line of JSON each; nothing longer is read. */
const LONGEST_LINE = 16 * 1024 * 1024;
const LONGEST_REQUEST = 64 * 1024;
/** Timeout of a connection without a request, in ms. */
const PATIENCE_MS = 10_000;

/** Reads the lines of a socket, one after the other; while one is used no more are read. @throws Error when it fails, or one is too long */
async function* readLines(socket: Socket, longest: number): AsyncGenerator<string> {
  let text = '';
  socket.setEncoding('utf8');
  for await (const part of socket) {
    const lines = (text + String(part)).split('\n');
    text = lines.pop() ?? '';
    yield* lines;
    if (text.length > longest) throw new Error('too long');
  }
}

/** Reads the first line. @throws Error when there is none, or it is too long */
function readLine(socket: Socket, longest: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > longest) socket.destroy(new Error('too long'));
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The server ended the connection.')));
  });
}

/** Writes a part, and waits until there is room for the next. @throws ReceiverGone */
async function sendPart(socket: Socket, part: unknown): Promise<void> {
  if (socket.destroyed) throw new ReceiverGone();
  if (socket.write(`${JSON.stringify({ part })}\n`)) return;
  await new Promise<void>((resolve, reject) => {
    const room = (): void => {
      socket.off('close', gone);
      resolve();
    };
    const gone = (): void => {
      socket.off('drain', room);
      reject(new ReceiverGone());
    };
    socket.once('drain', room);
    socket.once('close', gone);
  });
}

/** @throws Error for a folder in which others could create a socket */
function requireOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  if (process.getuid && uid !== process.getuid() && process.getuid() !== 0)
    throw new Error(`${folder} belongs to somebody else.`);
}

async function serve(socket: Socket, handle: HandleControl): Promise<void> {
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  const request = JSON.parse(await readLine(socket, LONGEST_REQUEST)) as unknown;
  socket.setTimeout(0);
  const answer = await handle(request, (part) => sendPart(socket, part));
  socket.end(`${JSON.stringify(answer)}\n`);
}

/**
 * Listens for the operator, on a Unix socket that only the server's user can open: that user can read the data anyway. The last
 * server of a folder has the name; one left by a killed process is replaced.
 *
 * @param path of the socket
 * @param handle answers one request, both as JSON
 * @returns the function that closes it
 * @throws Error when it cannot be created
 */
export async function openControl(path: string, handle: HandleControl): Promise<() => void> {
  requireOwnFolder(dirname(path));
  const net: NetServer = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket, handle).catch(() => socket.destroy());
  });
  const own = join(dirname(path), `.${process.pid}.c`);
  rmSync(own, { force: true });
  await new Promise<void>((resolve, reject) => {
    net.once('error', reject);
    net.listen(own, resolve);
  });
  net.unref();
  // Restricted before it has its public name.
  chmodSync(own, 0o600);
  const { ino } = statSync(own);
  renameSync(own, path);
  return () => {
    net.close();
    if (statSync(path, { throwIfNoEntry: false })?.ino === ino) rmSync(path, { force: true });
  };
}

/**
 * Sends a request to the server that listens there.
 * @param receive called with each part that comes before the answer; the next waits for it
 * @returns its answer; undefined when none listens
 * @throws Error when it closes before it has answered, and what `receive` throws
 */
export async function askControl(
  path: string,
  request: unknown,
  receive: (part: unknown) => Promise<void> = () => Promise.resolve(),
): Promise<{ answer: unknown } | undefined> {
  const socket = connect(path);
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!connected) return undefined;
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const line of readLines(socket, LONGEST_LINE)) {
      const answer = JSON.parse(line) as { part?: unknown };
      if (answer.part === undefined) return { answer };
      await receive(answer.part);
    }
  } finally {
    socket.destroy();
  }
  throw new Error('The server ended the connection.');
}
