import type { MessageView } from '@parley/shared/messages';
import { Client } from '../world/client';
import { until } from '../world/until';
import { Wire, type Target } from '../world/wire';
import { Log, type Seen } from './log';
import type { Transports } from './transports';

export const seenOf = ({ messageId, seq, rev, text, deletedAt }: MessageView): Seen => ({
  messageId,
  seq,
  rev,
  text,
  deleted: deletedAt !== null,
});

/** A real client core on a wire of its own, which logs what it sends and what it shows. */
export class Witness {
  readonly client: Client;
  private constructor(
    readonly name: string,
    readonly wire: Wire,
    readonly log: Log,
    transports: Transports,
  ) {
    this.client = new Client(name, wire, {
      transports,
      made: (client) => this.watch(client),
      offers: (offer) => log.write({ kind: 'offered', at: Date.now(), ...offer, aside: true }),
    });
  }

  static async register(
    name: string,
    at: { to: Target; log: Log; transports: Transports },
  ): Promise<Witness> {
    const wire = await new Wire(at.to).listen();
    const witness = new Witness(name, wire, at.log, at.transports);
    await witness.client.register();
    await until(() => witness.client.generalId !== undefined, `${name} is signed in`);
    witness.log.write({ kind: 'person', userId: witness.userId, ordered: true });
    return witness;
  }

  get userId(): string {
    return this.client.store.getState().session.me?.userId ?? '';
  }

  /** Subscribes to the outbox, the timelines and the read marks of a core from its start. */
  private watch(client: Client): void {
    const { store, core } = client;
    const { log } = this;
    let offered = new Set<string>();
    const revs = new Map<string, number>();
    const reads = new Map<string, number>();
    let before = store.getState();
    core.onMessages((roomId, messages) => {
      log.write({ kind: 'heard', at: Date.now(), roomId, messages: messages.map(seenOf) });
    });
    store.subscribe(() => {
      const now = store.getState();
      // Signed out: what is gone from the outbox was not acknowledged.
      if (!now.session.me) return void (offered = new Set());
      if (now.timelines.outbox !== before.timelines.outbox) {
        const items = new Map(now.timelines.outbox.map((item) => [item.clientId, item]));
        for (const { clientId, roomId, text } of items.values())
          if (!offered.has(clientId)) log.write({ kind: 'offered', at: Date.now(), roomId, clientId, text });
        for (const clientId of offered)
          if (!items.has(clientId)) log.write({ kind: 'acknowledged', at: Date.now(), clientId });
        offered = new Set(items.keys());
      }
      for (const [roomId, { messages }] of Object.entries(now.timelines.byRoom)) {
        if (messages === before.timelines.byRoom[roomId]?.messages) continue;
        const fresh = messages.filter(({ messageId, rev }) => revs.get(messageId) !== rev);
        for (const { messageId, rev } of fresh) revs.set(messageId, rev);
        if (fresh.length > 0)
          log.write({ kind: 'heard', at: Date.now(), roomId, messages: fresh.map(seenOf) });
      }
      for (const [roomId, { member }] of Object.entries(now.rooms.byId)) {
        if (reads.get(roomId) === member.readSeq) continue;
        reads.set(roomId, member.readSeq);
        log.write({ kind: 'read', at: Date.now(), roomId, seq: member.readSeq });
      }
      before = now;
    });
  }

  say(roomId: string, text: string): Promise<string> {
    return this.client.core.send({ roomId, text });
  }

  /** Opens a room; resolves when its messages are loaded. */
  async enter(roomId: string): Promise<void> {
    await until(() => roomId in this.client.store.getState().rooms.byId, `${this.name} is in the room`);
    await this.client.core.rooms.enterRoom(roomId);
    await until(() => this.messages(roomId).length > 0 || this.isEmpty(roomId), `${this.name} sees the room`);
  }
  /** False after the page was reopened, until the room is entered again. */
  looksInto(roomId: string): boolean {
    return roomId in this.client.store.getState().timelines.byRoom;
  }
  private isEmpty(roomId: string): boolean {
    return this.client.store.getState().rooms.byId[roomId]?.headSeq === 0;
  }

  messages(roomId: string): MessageView[] {
    return this.client.store.getState().timelines.byRoom[roomId]?.messages ?? [];
  }

  /** Reopens the page in a browser that has nothing of the room in its cache. */
  async anew(roomId: string): Promise<void> {
    await this.client.storage.forgetPages();
    await this.client.reload();
    await this.enter(roomId);
  }

  /** The rev up to which it has all changes of the room. */
  knownRev(roomId: string): number {
    return this.client.store.getState().timelines.byRoom[roomId]?.cursor ?? 0;
  }

  /** Logs what the screen shows. */
  show(roomId: string, headSeq: number): void {
    const messages = this.messages(roomId).map(seenOf);
    this.log.write({ kind: 'shown', at: Date.now(), roomId, messages, headSeq });
  }

  stop(): void {
    this.client.core.stop();
    this.wire.close();
  }
}
