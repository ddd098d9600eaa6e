import { randomUUID } from 'node:crypto';
import type { Ack } from '@parley/shared/events';
import type { MessageView } from '@parley/shared/messages';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { signedIn, type SignedIn } from '@parley/shared/sessions';
import { io, type Socket } from 'socket.io-client';
import type { Node } from '../world/programs';
import type { Log } from './log';
import type { Transports } from './transports';
import { seenOf } from './witness';

const PATIENCE_MS = 10_000;
/** An access token is valid for fifteen minutes, and a scenario may take longer. */
const TOKEN_MS = 10 * 60_000;
const passwordOf = (name: string): string => `${name} has a password`;

/** The session of a caller, shared with its twins on other nodes. */
interface Session {
  granted: SignedIn;
  at: number;
}

/** A client of the API without an outbox: for volume, and for repeated sends. */
export class Caller {
  private socket: Socket | undefined;
  private transports: Transports = ['websocket'];
  private constructor(
    private readonly session: Session,
    private readonly node: { port: number },
    readonly log: Log,
  ) {}

  get name(): string {
    return this.session.granted.me.username;
  }
  /** The access token. */
  get token(): string {
    return this.session.granted.accessToken;
  }
  get userId(): string {
    return this.session.granted.me.userId;
  }

  private static async enter(path: string, node: { port: number }, body: object): Promise<SignedIn> {
    const response = await fetch(`http://127.0.0.1:${node.port}/api/v1/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return signedIn.parse(await response.json());
  }

  static async register(name: string, node: Node, log: Log): Promise<Caller> {
    const body = { username: name, displayName: name, password: passwordOf(name) };
    const granted = await Caller.enter('register', node, body);
    log.write({ kind: 'person', userId: granted.me.userId, ordered: false });
    return new Caller({ granted, at: Date.now() }, node, log);
  }

  /** Signs in an existing person, in a new session. */
  static async signIn(name: string, node: Node, log: Log): Promise<Caller> {
    const granted = await Caller.enter('login', node, { login: name, password: passwordOf(name) });
    return new Caller({ granted, at: Date.now() }, node, log);
  }

  /** A valid token: of a new session, if the last one is old. */
  private async freshToken(): Promise<string> {
    const { session, name } = this;
    const before = session.at;
    if (Date.now() - before > TOKEN_MS) {
      // Concurrent callers continue with the old one meanwhile.
      session.at = Date.now();
      const granting = Caller.enter('login', this.node, { login: name, password: passwordOf(name) });
      session.granted = await granting.catch((error: unknown) => {
        session.at = before;
        throw error;
      });
    }
    return this.token;
  }

  /** The same session on another node, or through a wire. */
  on(node: { port: number }): Caller {
    return new Caller(this.session, node, this.log).connect(this.transports);
  }

  onDropped(listener: () => void): void {
    this.socket?.on('disconnect', listener);
  }

  get connected(): boolean {
    return this.socket?.connected === true;
  }

  connect(transports = this.transports): this {
    this.transports = transports;
    this.socket?.disconnect();
    this.socket = io(`http://127.0.0.1:${this.node.port}`, {
      auth: (give) =>
        void this.freshToken().then(
          (token) => give({ token, protocol: PROTOCOL_VERSION }),
          () => give({}),
        ),
      transports,
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
    });
    return this;
  }

  async ask<T>(command: string, input: unknown): Promise<T> {
    const socket = this.socket ?? this.connect().socket;
    if (!socket) throw new Error('there is no socket');
    const answer = (await socket
      .timeout(PATIENCE_MS)
      .emitWithAck(command, input)
      .catch((error: unknown) => {
        throw new Error(`${this.name} got no answer to ${command}`, { cause: error });
      })) as Ack<T>;
    if (!answer.ok) throw new Error(`${command}: ${answer.error.code}`);
    return answer.data;
  }

  async request<T>(path: string, method = 'GET', body?: unknown, idempotencyKey?: string): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${this.node.port}/api/v1${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.freshToken()}`,
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /** Sends a message once; rejects without an acknowledgement. */
  async say(
    said: { roomId: string; clientId: string; text: string },
    over: 'socket' | 'rest' = 'socket',
  ): Promise<MessageView> {
    const { roomId, clientId, text } = said;
    this.log.write({ kind: 'offered', at: Date.now(), ...said });
    const message =
      over === 'socket'
        ? await this.ask<MessageView>('message:send', said)
        : await this.request<MessageView>(`/rooms/${roomId}/messages`, 'POST', { text }, clientId);
    this.log.write({ kind: 'acknowledged', at: Date.now(), clientId, message: seenOf(message) });
    return message;
  }

  /** Sends several messages at once, in order; rejects unless all are acknowledged. */
  async sayAll(roomId: string, texts: string[]): Promise<MessageView[]> {
    const messages = texts.map((text) => ({ clientId: randomUUID(), text }));
    for (const said of messages) this.log.write({ kind: 'offered', at: Date.now(), roomId, ...said });
    const taken = await this.ask<{ messages: MessageView[] }>('messages:send', { roomId, messages });
    for (const message of taken.messages) {
      const { clientId } = message;
      this.log.write({ kind: 'acknowledged', at: Date.now(), clientId, message: seenOf(message) });
    }
    if (taken.messages.length < texts.length) throw new Error(`${this.name} could not say all`);
    return taken.messages;
  }

  stop(): void {
    this.socket?.disconnect();
  }
}
