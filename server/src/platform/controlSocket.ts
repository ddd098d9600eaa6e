import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

/** Its name in the data folder. */
export const CONTROL_SOCKET = 'control.sock';
/** A request and its answer are a line of JSON each; nothing longer is read. */
const LONGEST_LINE = 16 * 1024 * 1024;
const LONGEST_REQUEST = 64 * 1024;
/** Timeout of a connection without a request, in ms. */
const PATIENCE_MS = 10_000;

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

/** @throws Error for a folder in which others could create a socket */
function requireOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  if (process.getuid && uid !== process.getuid() && process.getuid() !== 0)
    throw new Error(`${folder} belongs to somebody else.`);
}

async function serve(socket: Socket, handle: (request: unknown) => Promise<unknown>): Promise<void> {
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  const request = JSON.parse(await readLine(socket, LONGEST_REQUEST)) as unknown;
  socket.setTimeout(0);
  socket.end(`${JSON.stringify(await handle(request))}\n`);
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
export async function openControl(
  path: string,
  handle: (request: unknown) => Promise<unknown>,
): Promise<() => void> {
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
 * @returns its answer; undefined when none listens
 * @throws Error when it closes before it has answered
 */
export async function askControl(path: string, request: unknown): Promise<{ answer: unknown } | undefined> {
  const socket = connect(path);
  const connected = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (!connected) return undefined;
  socket.write(`${JSON.stringify(request)}\n`);
  const answer = JSON.parse(await readLine(socket, LONGEST_LINE)) as unknown;
  socket.destroy();
  return { answer };
}
