import { randomUUID } from 'node:crypto';
import { signedIn, type SignedIn } from '@parley/shared/sessions';
import { uncountedBehind, uncountedIn } from '@parley/shared/unread';
import { features } from '../../client/src/app/features';
import { Applier } from '../../client/src/core/apply';
import { Core } from '../../client/src/core/core';
import { createStore, type Store } from '../../client/src/core/store';
import { Api, ApiError } from '../../client/src/platform/api';
import { memoryStorage, type Storage } from '../../client/src/platform/storage';
import type { StoredItem } from '../../client/src/sync/outbox';
import { until } from './until';
import type { Wire } from './wire';

function ownOf(store: Store): object {
  const { rooms, people, saved, session, calls } = store.getState();
  return {
    me: session.me,
    calls: Object.fromEntries(Object.entries(calls.byRoom).filter(([, { live }]) => live)),
    rooms: Object.fromEntries(
      Object.entries(rooms.byId).map(([roomId, { lastMessageAt: _time, uncounted, ...own }]) => [
        roomId,
        // A client from before has it also for read places, which a new client does not get.
        { ...own, uncounted: uncountedBehind(uncountedIn([uncounted], own), own.member) },
      ]),
    ),
    people: people.users.entities,
    saved: Object.keys(saved.ids).sort(),
  };
}

/** The REST API without a browser's cookies: it signs in again after its token has expired. */
class PasswordApi extends Api {
  constructor(
    url: string,
    private readonly credentials: { login: string; password: string },
  ) {
    super(url);
  }
  override async renew(): Promise<SignedIn | undefined> {
    try {
      const granted = await this.raw('POST /auth/login', { body: this.credentials });
      return this.accept(signedIn.parse(granted));
    } catch (error) {
      // A refusal is final; anything else is retried.
      if (!(error instanceof ApiError) || error.problem.status >= 500) throw error;
      this.forget();
      return undefined;
    }
  }
}

/** The storage of one page: writes after it was closed are dropped, as by IndexedDB. */
function opened({ outbox, timelines, values, ...rest }: Storage<StoredItem>): Storage<StoredItem> {
  let open = true;
  const put = async (work: () => Promise<void>): Promise<void> => {
    if (!open) throw new Error('The page is closed.');
    await work();
  };
  return {
    ...rest,
    outbox: {
      all: () => outbox.all(),
      put: (item) => put(() => outbox.put(item)),
      remove: (clientId) => put(() => outbox.remove(clientId)),
    },
    timelines: {
      get: (roomId) => timelines.get(roomId),
      put: (roomId, data) => put(() => timelines.put(roomId, data)),
    },
    values: {
      get: (key) => values.get(key),
      put: (key, value) => put(() => values.put(key, value)),
      change: (key, change) => put(() => values.change(key, change)),
    },
    close: () => (open = false),
  };
}

/** A real client core: the one under the page, with its storage in memory so that it survives a "reload". */
export class Client {
  store: Store = createStore(features);
  core: Core;
  readonly storage: Storage<StoredItem> = memoryStorage();
  readonly said: string[] = [];
  /** In a call, as far as this client knows. */
  private leg: { callId: string; legId: string } | undefined;

  constructor(
    readonly name: string,
    readonly wire: Wire,
    private readonly options: {
      transports?: ('websocket' | 'polling')[];
      /** Called with each core before it starts: the first, and one for each reload. */
      made?: (client: Client) => void;
      /** Called with messages sent without the outbox, before they are sent. */
      offers?: (offer: { roomId: string; clientId: string; text: string }) => void;
    } = {},
  ) {
    this.core = this.make();
    options.made?.(this);
  }
  private make(): Core {
    const url = `http://127.0.0.1:${this.wire.port}`;
    const api = new PasswordApi(url, { login: this.name, password: `${this.name} has a password` });
    return new Core({
      url,
      store: this.store,
      features,
      api,
      openStorage: () => Promise.resolve(opened(this.storage)),
      transports: this.options.transports ?? ['websocket'],
      // Everything received is compared with the database.
      held: { onScreen: Infinity, elsewhere: Infinity },
    });
  }
  async register(): Promise<void> {
    const body = { username: this.name, displayName: this.name, password: `${this.name} has a password` };
    await this.core.api.raw('POST /auth/register', { body });
    await this.start();
  }
  async start(): Promise<void> {
    const granted = await this.core.api.renew();
    if (granted) await this.core.start(granted);
  }
  /** Closes the page and opens it again: what is not stored is lost. */
  async reload(): Promise<void> {
    this.core.stop();
    this.leg = undefined;
    this.store = createStore(features);
    this.core = this.make();
    this.options.made?.(this);
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
  /** Sends a file, if the wire holds. With an answer it is stored; without one that is unknown. */
  async sayWithFile(roomId: string): Promise<void> {
    const token = await this.core.api.freshToken();
    const clientId = randomUUID();
    const headers = { authorization: `Bearer ${token ?? ''}`, 'idempotency-key': clientId };
    const form = new FormData();
    form.append('file', new Blob([`a note of ${this.name}`]), 'note.txt');
    const url = `http://127.0.0.1:${this.wire.port}/api/v1/rooms/${roomId}`;
    const upload = await fetch(`${url}/files`, { method: 'POST', headers, body: form });
    const { fileId } = (await upload.json()) as { fileId: string };
    const body = { text: `file of ${this.name}`, fileIds: [fileId] };
    this.options.offers?.({ roomId, clientId, text: body.text });
    const sent = await fetch(`${url}/messages`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!sent.ok) throw new Error(`a message with a file was answered with ${sent.status}`);
  }

  /** Joins the call of a room, or starts it; in one already, hangs up or shows something else. @param what 0 to 1 */
  async call(roomId: string, what: number): Promise<void> {
    const { connection } = this.core;
    if (!connection) throw new Error(`${this.name} is not connected`);
    const { leg } = this;
    if (!leg) {
      const legId = randomUUID();
      const own = { legId, muted: false, camera: false, move: true };
      const { call } = await connection.ask('call:join', { roomId, ...own });
      this.leg = { callId: call.callId, legId };
    } else if (what < 0.4) {
      this.leg = undefined;
      await connection.ask('call:leave', leg);
    } else
      await connection.ask('call:show', {
        ...leg,
        ...(what < 0.7 ? { muted: true } : { hand: what < 0.85 }),
      });
  }

  /** Hangs up on all devices of this person. */
  async hangUp(roomId: string): Promise<void> {
    this.leg = undefined;
    await this.core.api.request('POST /rooms/{roomId}/call/leave', { path: { roomId } });
  }

  /** All of one's own data besides the messages, as this client has it. */
  known(): object {
    return ownOf(this.store);
  }

  /** The same, requested from the server. */
  async requested(): Promise<object> {
    const store = createStore(features);
    new Applier(store, features).sync(await this.core.api.request('GET /sync'));
    return ownOf(store);
  }

  get pending(): number {
    return this.store.getState().timelines.outbox.length;
  }
}
