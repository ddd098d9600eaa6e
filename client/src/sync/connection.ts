import type { Problem } from '@parley/shared/errors';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import type {
  Ack,
  ClientToServer,
  CommandInput,
  CommandName,
  CommandResults,
  EventName,
  EventPayload,
  ServerToClient,
} from '@parley/shared/events';
import { io, type Socket } from 'socket.io-client';
import { CommandThrottle } from './commandThrottle';

/** `connecting` at first and after each loss; `ended` when the session is over or this page is too old. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'ended';

const FIRST_PAUSE_MS = 300;
/** First pause when the server closed: it may have gone down with thousands of connections, which must not all return in one second. */
const FIRST_PAUSE_OF_CROWD_MS = 3000;
/** Longest pause: all clients are back, and have sent what was pending, within ten seconds of the server's return. */
const LONGEST_PAUSE_MS = 8000;
const ANSWER_WITHIN_MS = 10_000;

export interface ConnectionOptions {
  /** The server's address, with its base path if it has one. */
  url: string;
  /** Returns a valid token; called before each attempt. Undefined: the session has ended. */
  token: () => Promise<string | undefined>;
  /** The server refused the token. */
  onTokenRefused: () => void;
  onState: (state: ConnectionState) => void;
  onEvent: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  transports?: ('websocket' | 'polling')[];
}

/** Nobody waits for these, and there may be hundreds of them. */
const canWait = new Set<CommandName>(['room:open', 'read:mark']);

/** No answer arrived: whether the command was executed is unknown. */
export class Unanswered extends Error {}

/** The server refused the command. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

/**
 * One socket that reconnects: after a loss it waits with full jitter below a doubling pause, gets a valid token, and retries until the session ends.
 */
export class Connection {
  private readonly socket: Socket<ServerToClient, ClientToServer>;
  private attempts = 0;
  private firstPause = FIRST_PAUSE_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly pace = new CommandThrottle();
  private closed = false;

  /** In the order in which they are tried; the socket reads it on each attempt. */
  private readonly transports: ('websocket' | 'polling')[];

  constructor(private readonly options: ConnectionOptions) {
    // Socket.IO would take a path for a namespace.
    const { origin, pathname } = new URL(options.url);
    this.transports = [...(options.transports ?? (['websocket', 'polling'] as const))];
    this.socket = io(origin, {
      autoConnect: false,
      forceNew: true,
      path: pathname.replace(/\/?$/, '/socket.io'),
      // Our own backoff: the library's would request no new token, and ignore the server's pause.
      reconnection: false,
      transports: this.transports,
      // By long polling, where a proxy lets no WebSocket through.
      tryAllTransports: true,
      auth: (give) => {
        options.token().then(
          (token) => give({ token, protocol: PROTOCOL_VERSION }),
          // The network was lost meanwhile: refused without a token, it retries.
          () => give({ protocol: PROTOCOL_VERSION }),
        );
      },
    });
    this.socket.on('connect', () => {
      this.attempts = 0;
      options.onState('online');
    });
    this.socket.on('disconnect', (reason) => {
      // Closed by `reopen`, which connects already: a second attempt would abort it.
      if (reason === 'io client disconnect') return;
      // The server has sent a pause before it closed: it spreads the clients over some seconds.
      if (this.timer !== undefined) return;
      this.firstPause = reason === 'transport close' ? FIRST_PAUSE_OF_CROWD_MS : FIRST_PAUSE_MS;
      this.comeBack();
    });
    this.socket.on('connect_error', (error) => this.refused(error));
    this.socket.onAny((name: string, payload: unknown) =>
      options.onEvent(name as EventName, payload as EventPayload<EventName>),
    );
  }

  open(): void {
    this.options.onState('connecting');
    this.socket.connect();
  }

  /** Retries at once: the network is back, or the tab visible. */
  hurry(): void {
    if (this.closed || this.socket.connected || this.timer === undefined) return;
    clearTimeout(this.timer);
    this.reopen();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.disconnect();
  }

  get online(): boolean {
    return this.socket.connected;
  }

  /** No WebSocket could be opened so far. */
  get byPolling(): boolean {
    return this.online && this.socket.io.engine.transport.name === 'polling';
  }

  /** Sends a command, throttled. @throws Refused with its problem, or Unanswered. */
  async ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResults[N]> {
    if (!this.socket.connected) throw new Unanswered('not connected');
    await this.pace.turn(canWait.has(name));
    if (!this.online) throw new Unanswered('not connected any more');
    let answer: Ack<CommandResults[N]>;
    try {
      // Typed emitWithAck cannot follow a generic command name.
      const emit = this.socket.timeout(ANSWER_WITHIN_MS) as unknown as {
        emitWithAck(name: string, input: unknown): Promise<Ack<CommandResults[N]>>;
      };
      answer = await emit.emitWithAck(name, input);
    } catch {
      throw new Unanswered('no answer');
    }
    if (answer.ok) return answer.data;
    throw new Refused(answer.error);
  }

  private refused(error: Error & { data?: Problem }): void {
    // A proxy may drop one of them silently: the other is tried first.
    if (error.message === 'timeout') this.transports.reverse();
    if (error.data?.code === 'conflict') return this.end();
    // The token of a session that has ended seems valid for minutes: the next attempt gets a new one, and when there is
    // none, token() returns undefined.
    if (error.data?.code === 'unauthenticated') this.options.onTokenRefused();
    this.comeBack();
  }

  /** The session has ended: no reconnect. */
  end(): void {
    this.close();
    this.options.onState('ended');
  }

  private comeBack(): void {
    const limit = Math.min(LONGEST_PAUSE_MS, this.firstPause * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 10);
    this.comeBackIn(Math.random() * limit);
  }

  /** Reconnects after `pause` ms. */
  comeBackIn(pause: number): void {
    if (this.closed) return;
    this.options.onState('offline');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.reopen(), pause);
  }

  private reopen(): void {
    this.timer = undefined;
    void this.options.token().then(
      (token) => {
        if (this.closed) return;
        if (token === undefined) return this.end();
        this.socket.disconnect().connect();
      },
      () => this.comeBack(),
    );
  }
}
