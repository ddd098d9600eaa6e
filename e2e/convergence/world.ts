import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { signedIn, type SignedIn } from '@parley/shared/sessions';
import type { SyncView } from '@parley/shared/sync';
import { applySync } from '../../client/src/app/apply';
import { Core } from '../../client/src/app/core';
import { createStore, type Store } from '../../client/src/app/store';
import { Api } from '../../client/src/platform/api';
import { memoryStorage, type Storage } from '../../client/src/platform/storage';

const root = join(import.meta.dirname, '../..');

/** Starts a program and waits for its first line, or its message. */
async function startProgram(
  args: string[],
  environment: Record<string, string>,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args[0] ?? ''} ended with ${String(code)}`)));
    child.on('message', (message) => resolve((message as { port: number }).port));
    if (environment['PORT'] === undefined) child.stdout?.once('data', () => resolve(0));
  });
  child.stdout?.resume();
  return { child, port };
}

/** The database as a process of its own, which several servers share. */
export async function startDatabaseProcess(
  folder: string,
): Promise<{ uri: string; stop: () => Promise<void> }> {
  const socket = join(folder, 'db.sock');
  const { child } = await startProgram(['server/dist/embedded-mongo/process.js', folder, socket], {});
  return {
    uri: `mongodb://${encodeURIComponent(socket)}/parley?directConnection=true`,
    stop: () => end(child, 'SIGTERM'),
  };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

/** One server process that can be killed and started again on the same port. */
export class Node {
  private child: ChildProcess | undefined;
  port = 0;
  constructor(private readonly environment: Record<string, string>) {}
  async start(): Promise<void> {
    const { child, port } = await startProgram(['server/dist/main.js'], {
      LOG_LEVEL: 'silent',
      BEACON_SECONDS: '0.5',
      BCRYPT_COST: '4',
      RATE_LIMITS: 'false',
      HOST: '127.0.0.1',
      DRAIN_SECONDS: '2',
      ...this.environment,
      PORT: String(this.port),
    });
    this.child = child;
    this.port = port;
  }
  async kill(): Promise<void> {
    if (this.child) await end(this.child, 'SIGKILL');
  }
  async stop(): Promise<void> {
    if (this.child) await end(this.child, 'SIGTERM');
  }
}

/** A wire between a client and a node that can be cut, and that can lead to another node. */
export class Wire {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private open = true;
  port = 0;
  constructor(public node: Node) {
    this.server = createServer((near) => {
      if (!this.open) return void near.destroy();
      const far = connect(this.node.port, '127.0.0.1');
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
  }
  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as { port: number }).port;
  }
  cut(): void {
    this.open = false;
    for (const socket of this.sockets) socket.destroy();
  }
  mend(): void {
    this.open = true;
  }
  close(): void {
    this.cut();
    this.server.close();
  }
}

function ownOf(store: Store): object {
  const { rooms, people, saved, session } = store.getState();
  return {
    me: session.me,
    rooms: Object.fromEntries(
      Object.entries(rooms.byId).map(([roomId, { room, member, headSeq, headRev, mentionSeqs }]) => [
        roomId,
        { room, member, headSeq, headRev, mentionSeqs },
      ]),
    ),
    people: people.users.entities,
    saved: Object.keys(saved.ids).sort(),
  };
}

/** The REST API without a browser's cookies: it signs in again when its token is gone. */
class PasswordApi extends Api {
  constructor(
    url: string,
    private readonly credentials: { login: string; password: string },
  ) {
    super(url);
  }
  override async renew(): Promise<SignedIn | undefined> {
    return this.accept(
      signedIn.parse(await this.raw('/auth/login', { method: 'POST', body: this.credentials })),
    );
  }
}

/** A real client core: the one under the page, with its storage in memory so that it survives a "reload". */
export class Client {
  store: Store = createStore();
  core: Core;
  readonly storage: Storage = memoryStorage();
  readonly said: string[] = [];

  constructor(
    readonly name: string,
    readonly wire: Wire,
  ) {
    this.core = this.make();
  }
  private make(): Core {
    const url = `http://127.0.0.1:${this.wire.port}`;
    const api = new PasswordApi(url, { login: this.name, password: `${this.name} has a password` });
    return new Core({
      url,
      store: this.store,
      api,
      openStorage: () => Promise.resolve(this.storage),
      transports: ['websocket'],
    });
  }
  async register(): Promise<void> {
    const body = { username: this.name, displayName: this.name, password: `${this.name} has a password` };
    await this.core.api.raw('/auth/register', { method: 'POST', body });
    await this.start();
  }
  async start(): Promise<void> {
    const granted = await this.core.api.renew();
    if (granted) await this.core.start(granted);
  }
  /** The page is closed and opened again: what is not stored is gone. */
  async reload(): Promise<void> {
    this.core.stop();
    this.store = createStore();
    this.core = this.make();
    await until(async () => {
      await this.start();
      return true;
    }, `${this.name} comes back`);
  }
  async say(roomId: string): Promise<void> {
    const text = `${this.name} ${this.said.length} ${randomUUID().slice(0, 8)}`;
    this.said.push(text);
    await this.core.send({ roomId, text });
  }
  get generalId(): string | undefined {
    return Object.values(this.store.getState().rooms.byId).find(({ room }) => room.general)?.room.roomId;
  }
  messages(roomId: string): {
    seq: number;
    rev: number;
    text: string;
    deleted: boolean;
    pinned: boolean;
    files: number;
    reactions: string;
  }[] {
    return (this.store.getState().timelines.byRoom[roomId]?.messages ?? []).map(
      ({ seq, rev, text, deletedAt, pinned, files, reactions }) => ({
        seq,
        rev,
        text,
        deleted: deletedAt !== null,
        pinned: pinned !== null,
        files: files.length,
        reactions: JSON.stringify(reactions),
      }),
    );
  }
  /** Sends a file, if the wire holds. What is in the answer is stored; of what gets none, nobody knows. */
  async sayWithFile(roomId: string): Promise<void> {
    const token = await this.core.api.freshToken();
    const headers = { authorization: `Bearer ${token ?? ''}`, 'idempotency-key': randomUUID() };
    const form = new FormData();
    form.append('file', new Blob([`a note of ${this.name}`]), 'note.txt');
    const url = `http://127.0.0.1:${this.wire.port}/api/v1/rooms/${roomId}`;
    const upload = await fetch(`${url}/files`, { method: 'POST', headers, body: form });
    const { fileId } = (await upload.json()) as { fileId: string };
    const body = { text: `file of ${this.name}`, fileIds: [fileId] };
    await this.core.api.request(`/rooms/${roomId}/messages`, { method: 'POST', body });
  }

  /** All of one's own besides the messages, as this client knows it. */
  known(): object {
    return ownOf(this.store);
  }

  /** The same as the server tells it now. */
  async asked(): Promise<object> {
    const store = createStore();
    applySync(store, await this.core.api.request<SyncView>('/sync'));
    return ownOf(store);
  }

  get pending(): number {
    return this.store.getState().timelines.outbox.length;
  }
}

/** Polls until something holds; rejects with its name after the limit. Errors count as "not yet". */
export async function until(
  test: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 30_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      if (await test()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(
    `not reached in ${limitMs} ms: ${what}${last instanceof Error ? ` (${last.message})` : ''}`,
  );
}
