import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MongoClient, ObjectId } from 'mongodb';
import { archiveRoom, createRoom, leaveRoom } from '../../client/src/core/rooms/commands';
import type { Node } from '../world/programs';
import { until } from '../world/until';
import { Caller } from './caller';
import { check, type Finding, type Stored } from './checker';
import { Log, readLog, type Entry } from './log';
import type { Transports } from './transports';
import type { Stage } from './stage';
import { viewStored } from './viewStored';
import { Witness } from './witness';

/** The people, rooms and logs of one scenario. */
export class Scene {
  readonly witnesses: Witness[] = [];
  readonly callers: Caller[] = [];
  /** Those that everybody opens, and side rooms. */
  private rooms: string[] = [];
  private sides: string[] = [];
  private readonly logs: Log[] = [];
  private readonly mongo: MongoClient;
  /** The log of the harness itself. */
  readonly harness: Log;

  private constructor(
    readonly stage: Stage,
    private readonly name: string,
    private readonly folder: string,
    private readonly transports: Transports = ['websocket'],
  ) {
    this.mongo = new MongoClient(stage.database.uri('parley'));
    this.harness = this.log('harness');
  }

  /** @param logFolder where a folder of this scene's name is created, or emptied */
  static async open(stage: Stage, name: string, logFolder: string, transports?: Transports): Promise<Scene> {
    const folder = join(logFolder, name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return new Scene(stage, name, folder, transports);
  }

  /** Another scene on the same stage, with people and rooms of its own. */
  beside(name: string): Promise<Scene> {
    return Scene.open(this.stage, `${this.name}-${name}`, dirname(this.folder), this.transports);
  }

  private log(name: string): Log {
    const log = new Log(join(this.folder, name));
    this.logs.push(log);
    return log;
  }
  private personName = (name: string): string => `${this.name.replace(/\W/g, '')}${name}`;

  async witness(name: string, node: Node, transports: Transports = this.transports): Promise<Witness> {
    const at = { to: node, log: this.log(name), transports };
    const witness = await Witness.register(this.personName(name), at);
    this.witnesses.push(witness);
    return witness;
  }

  /** An admin of the workspace, with all permissions that the scenes need. */
  async admin(name: string, node: Node): Promise<Witness> {
    const admin = await this.witness(name, node);
    await this.stage.promote(admin.userId);
    return admin;
  }

  /** The same person in another session. */
  elsewhere({ name }: Witness): Promise<Caller> {
    return Caller.signIn(name, this.stage.node(0), this.harness);
  }

  /** Ends a client that is not needed any more; its log is still checked. */
  dismiss(witness: Witness): void {
    witness.stop();
    this.witnesses.splice(this.witnesses.indexOf(witness), 1);
  }

  async caller(name: string, node: Node): Promise<Caller> {
    const caller = await Caller.register(this.personName(name), node, this.log(name));
    this.callers.push(caller);
    return caller.connect(this.transports);
  }

  /** A private room of everybody in this scene, who all open it. */
  async room(): Promise<string> {
    const memberIds = [...this.witnesses, ...this.callers].map(({ userId }) => userId);
    const [owner] = this.witnesses;
    const type = 'private' as const;
    const body = { type, name: this.name, topic: '', memberIds: memberIds.slice(1) };
    const { roomId } = owner
      ? await owner.client.core.api.request('POST /rooms', { body })
      : ((await this.callers[0]?.request<{ roomId: string }>('/rooms', 'POST', body)) ?? { roomId: '' });
    this.rooms.push(roomId);
    await Promise.all(this.witnesses.map((witness) => witness.enter(roomId)));
    return roomId;
  }

  /** A private room of the first person alone. */
  async sideRoom(): Promise<string> {
    const side = { type: 'private', name: 'Side', topic: '', memberIds: [] } as const;
    const { roomId } = await createRoom(this.owner.client.core, { ...side, memberIds: [] });
    this.sides.push(roomId);
    return roomId;
  }

  private get owner(): Witness {
    const [owner] = this.witnesses;
    if (!owner) throw new Error('nobody is there');
    return owner;
  }

  /** The room's messages as they are stored now. */
  async stored(roomId: string): Promise<Stored[]> {
    const found = this.mongo
      .db()
      .collection('messages')
      .find({ roomId: new ObjectId(roomId) })
      .sort({ seq: 1 });
    const calls = await this.mongo
      .db()
      .collection('calls')
      .find({ roomId: new ObjectId(roomId) })
      .toArray();
    const records = new Set(calls.map((call) => String(call['recordId'])));
    return (await found.toArray()).map((doc) => viewStored(doc, records));
  }

  /** How many messages of a room are stored now. */
  countStored(roomId: string): Promise<number> {
    return this.mongo
      .db()
      .collection('messages')
      .countDocuments({ roomId: new ObjectId(roomId) });
  }

  /** Mentions of a person behind a place of a room, by name or of everybody, without their own. */
  async callsAfter(roomId: string, userId: string, seq: number): Promise<number[]> {
    // Computed here: the server's own query is what is tested.
    const found = this.mongo
      .db()
      .collection('messages')
      .find({ roomId: new ObjectId(roomId), seq: { $gt: seq }, deletedAt: null })
      .sort({ seq: 1 })
      .project({ seq: 1, authorId: 1, mentionIds: 1, mentionsRoom: 1 });
    return (await found.toArray()).flatMap((doc) => {
      const named = (doc['mentionIds'] as unknown[]).map(String).includes(userId);
      return (named || doc['mentionsRoom'] === true) && String(doc['authorId']) !== userId
        ? [Number(doc['seq'])]
        : [];
    });
  }

  /** The messages of a room behind a place, and whether each is unread for a person. */
  async saidAfter(
    roomId: string,
    seq: number,
  ): Promise<{ seq: number; authorId: string; deleted: boolean }[]> {
    const found = this.mongo
      .db()
      .collection('messages')
      .find({ roomId: new ObjectId(roomId), seq: { $gt: seq } })
      .sort({ seq: 1 })
      .project({ seq: 1, authorId: 1, deletedAt: 1 });
    return (await found.toArray()).map((doc) => ({
      seq: Number(doc['seq']),
      authorId: String(doc['authorId']),
      deleted: doc['deletedAt'] != null,
    }));
  }

  /** The room's last place and last rev as they are stored now. */
  private async heads(roomId: string): Promise<{ seq: number; rev: number }> {
    const last = async (field: 'seq' | 'rev'): Promise<number> => {
      const found = this.mongo
        .db()
        .collection('messages')
        .find({ roomId: new ObjectId(roomId) });
      const [message] = await found
        .sort({ [field]: -1 })
        .limit(1)
        .project({ [field]: 1 })
        .toArray();
      return Number(message?.[field] ?? 0);
    };
    return { seq: await last('seq'), rev: await last('rev') };
  }

  /** Resolves when all messages of all clients are sent. */
  allSent(): Promise<void> {
    return until(() => this.witnesses.every(({ client }) => client.pending === 0), 'all is sent', 60_000);
  }

  /** What is pending, as text; empty when everything is sent and shown. */
  private async unsettled(): Promise<string> {
    const waiting = this.witnesses.filter(({ client }) => client.pending > 0);
    const behind: string[] = [];
    for (const roomId of this.rooms) {
      const { rev } = await this.heads(roomId);
      for (const witness of this.witnesses) {
        // Not the highest rev on the screen: the last change may be of a message before the loaded ones.
        const known = witness.knownRev(roomId);
        if (known !== rev) behind.push(`${witness.name} knows ${known} of ${rev}`);
      }
    }
    return [...waiting.map(({ name, client }) => `${name} waits with ${client.pending}`), ...behind].join();
  }

  /** Ends the calls of the rooms, and waits until their messages say so: time would change them later. */
  private async endCalls(): Promise<void> {
    const roomId = { $in: this.rooms.map((id) => new ObjectId(id)) };
    const open = { roomId, $or: [{ live: true }, { stale: true }] };
    const calls = this.mongo.db().collection('calls');
    const ended = async (): Promise<boolean> => {
      for (const call of await calls.find({ roomId, live: true }).toArray())
        for (const { client } of this.witnesses)
          await client.hangUp(String(call['roomId'])).catch(() => undefined);
      return (await calls.countDocuments(open)) === 0;
    };
    await until(ended, 'the calls have ended');
  }

  /**
   * Ends all faults, waits until all is sent and shown, and logs the screens.
   * @param patienceMs how long nothing may change before that; what is missing then is found by the checker
   */
  async settle(patienceMs = 30_000): Promise<void> {
    await this.stage.heal();
    for (const { wire, client } of this.witnesses) {
      wire.mend();
      client.core.hurry();
    }
    await this.endCalls();
    let before = '';
    for (let since = Date.now(); Date.now() - since < patienceMs; await setTimeout(25)) {
      const now = await this.unsettled();
      if (now === '') break;
      if (now !== before) since = Date.now();
      before = now;
    }
    for (const roomId of this.rooms) {
      const { seq } = await this.heads(roomId);
      for (const witness of this.witnesses) witness.show(roomId, seq);
    }
  }

  /** Compares the logs so far with the database. */
  private async judge(): Promise<{ findings: Finding[]; stored: Stored[] }> {
    const logs = new Map<string, Entry[]>();
    for (const file of await readdir(this.folder)) logs.set(file, await readLog(join(this.folder, file)));
    const rooms = new Set(
      [...logs.values()].flat().flatMap((entry) => ('roomId' in entry ? entry.roomId : null) ?? []),
    );
    const stored = (await Promise.all([...rooms].map((roomId) => this.stored(roomId)))).flat();
    return { findings: check(logs, stored), stored };
  }

  /**
   * Ends a part of a long scenario: everything is settled and checked, and the same people continue with empty logs in other rooms. Neither
   * a page nor the checker can hold the messages of fifty thousand programs. After a finding the logs stay for inspection.
   */
  async endAct(): Promise<Finding[]> {
    await this.settle();
    await Promise.all(this.logs.map((log) => log.flushed()));
    const { findings } = await this.judge();
    if (findings.length > 0) return findings;
    const left = [...this.rooms, ...this.sides];
    // Rooms that are left are not synced any more; a thousand of them would be most of a client's requests.
    const leave = async ({ client }: Witness): Promise<void> => {
      const inRooms = left.filter((roomId) => roomId in client.store.getState().rooms.byId);
      for (const roomId of inRooms) await leaveRoom(client.core, roomId);
    };
    for (const roomId of left) await archiveRoom(this.owner.client.core, roomId);
    await Promise.all(this.witnesses.map(leave));
    this.rooms = [];
    this.sides = [];
    await Promise.all(this.logs.map((log) => log.restart(left)));
    return findings;
  }

  /** Ends all clients and compares the logs with the database. */
  async verdict(): Promise<{ findings: Finding[]; stored: Stored[] }> {
    for (const one of [...this.witnesses, ...this.callers]) one.stop();
    await Promise.all(this.logs.map((log) => log.close()));
    const judged = await this.judge();
    await this.mongo.close();
    return judged;
  }
}
