import type { CreatedAccessToken } from '@parley/shared/accessTokens';
import type { FileView } from '@parley/shared/files';
import type { Grantable, RoomRole, WorkspaceRole } from '@parley/shared/permissions';
import { grantables, type CustomRoleView } from '@parley/shared/rights';
import type { RoomView } from '@parley/shared/rooms';
import { randomUUID } from 'node:crypto';
import { Sessions } from '../../features/sessions/sessions.model.js';
import { say, uploaded } from '../build.js';
import { Person, type TestServer } from '../startServer.js';

/** A person's roles in the workspace and in the room of a request. */
interface Standing {
  workspace: WorkspaceRole;
  /** Undefined without membership. */
  room?: RoomRole;
  type?: 'public' | 'private';
  removed?: true;
  archived?: true;
  token?: 'read' | 'none';
  /** What a custom role of theirs gives, in every room. */
  custom?: readonly Grantable[];
}

/** The columns of the matrix. Rooms are private by default. */
export const standings = {
  owner: { workspace: 'owner', room: 'member' },
  admin: { workspace: 'admin', room: 'member' },
  moderator: { workspace: 'moderator', room: 'member' },
  roomOwner: { workspace: 'member', room: 'owner' },
  roomModerator: { workspace: 'member', room: 'moderator' },
  member: { workspace: 'member', room: 'member' },
  guest: { workspace: 'guest', room: 'member' },
  onlooker: { workspace: 'member', type: 'public' },
  guestOutside: { workspace: 'guest', type: 'public' },
  outsider: { workspace: 'member' },
  ownerOutside: { workspace: 'owner' },
  removed: { workspace: 'member', room: 'member', removed: true },
  archived: { workspace: 'member', room: 'owner', archived: true },
  readToken: { workspace: 'owner', room: 'owner', token: 'read' },
  nobody: { workspace: 'member', token: 'none' },
} as const satisfies Record<string, Standing>;

export type Column = keyof typeof standings;
export const columns = Object.keys(standings) as Column[];

/** Members with a custom role, who stand beside the matrix: their outcomes are those of `member`, but for what the role gives. */
export const holders = {
  deputy: { workspace: 'member', room: 'member', custom: grantables },
  inviter: { workspace: 'member', room: 'member', custom: ['invite'] },
  deputyOutside: { workspace: 'member', custom: grantables },
} as const satisfies Record<string, Standing>;
export type HolderColumn = keyof typeof holders;

const standingOf = (column: Column | HolderColumn): Standing => ({ ...standings, ...holders })[column];

const newPerson = (server: TestServer, name: string): Promise<Person> =>
  server.register(`${name.slice(0, 10).toLowerCase()}${randomUUID().slice(0, 8)}`);

/** A room with people and content, and the actor with the standing of a column. */
export interface Scene {
  server: TestServer;
  /** Owns the workspace. */
  boss: Person;
  /** Has created the room and everything in it. */
  rita: Person;
  /** Is in the room beside them. */
  tom: Person;
  actor: Person;
  /** The path parameters of requests; for things in the room, made by rita. */
  ids: Record<string, string> & Record<'roomId' | 'messageId' | 'userId' | 'fileId', string>;
}

/** Prepares something in a scene, and returns its ids. */
export type Prepare = (scene: Scene) => Promise<Record<string, string>>;

async function authorized(server: TestServer, actor: Person, token: Standing['token']): Promise<Person> {
  if (token === undefined) return actor;
  if (token === 'none') return new Person(server, { ...actor.granted, accessToken: '' }, actor.username);
  const created = (await actor.post('/me/tokens', { name: 'reads', scope: 'read' }).expect(201))
    .body as CreatedAccessToken;
  return new Person(server, { ...actor.granted, accessToken: created.token }, actor.username);
}

/** An actor, and their session or token, by column. */
interface Player {
  actor: Person;
  acting: Person;
}

/** A run may take longer than a proof of who one is holds. */
export const renewProofs = async ({ app }: TestServer): Promise<unknown> =>
  await Sessions(app.server).updateMany({}, { $set: { provedAt: new Date() } });

/** The people of the columns, who are shared by many scenes. */
export class Cast {
  private readonly players = new Map<Column | HolderColumn, Promise<Player>>();
  constructor(
    private readonly server: TestServer,
    readonly boss: Person,
  ) {}

  private player(column: Column | HolderColumn): Promise<Player> {
    const found = this.players.get(column) ?? this.enter(column);
    this.players.set(column, found);
    return found;
  }

  private async enter(column: Column | HolderColumn): Promise<Player> {
    const { workspace, token, custom } = standingOf(column);
    const actor = await newPerson(this.server, column);
    if (workspace !== 'member')
      await this.boss.patch(`/users/${actor.userId}`, { role: workspace }).expect(200);
    if (custom) await this.give(actor, custom);
    return { actor, acting: await authorized(this.server, actor, token) };
  }

  private async give({ userId, username }: Person, permissions: readonly Grantable[]): Promise<void> {
    const role = (
      await this.boss.post('/rights/roles', { name: `role of ${username}`, permissions }).expect(201)
    ).body as CustomRoleView;
    const holder = { kind: 'person', id: userId, roomId: null };
    await this.boss.post(`/rights/roles/${role.roleId}/holders`, holder).expect(200);
  }

  /**
   * Sets the scene of one cell, before the actor is removed or the room is archived.
   * @param before prepares the target of a request, by others
   * @param inside prepares it by the actor, if they are ever a member
   */
  async setScene(
    column: Column | HolderColumn,
    { before, inside }: { before?: Prepare; inside?: Prepare } = {},
  ): Promise<Scene> {
    const { server, boss } = this;
    const standing = standingOf(column);
    const [rita, tom, { actor, acting }] = await Promise.all([
      newPerson(server, 'rita'),
      newPerson(server, 'tom'),
      this.player(column),
    ]);
    const room = { type: standing.type ?? 'private', name: `room ${randomUUID().slice(0, 8)}` };
    const { roomId } = (await rita.post('/rooms', room).expect(201)).body as RoomView;
    const member = (of: Person): string => `/rooms/${roomId}/members/${of.userId}`;
    await rita.put(member(tom)).expect(200);
    if (standing.room !== undefined) await rita.put(member(actor)).expect(200);
    if (standing.room !== undefined && standing.room !== 'member')
      await rita.put(member(actor), { role: standing.room }).expect(200);
    const file = await uploaded(rita, roomId, Buffer.from('plain words'), 'a.txt');
    const said = await say(rita, roomId, 'with a file', { fileIds: [file.fileId] });
    const ids: Scene['ids'] = {
      roomId,
      messageId: said.messageId,
      userId: tom.userId,
      fileId: (said.files[0] as FileView).fileId,
    };
    const scene: Scene = { server, boss, rita, tom, actor, ids };
    Object.assign(ids, await before?.(scene));
    if (standing.room !== undefined) Object.assign(ids, await inside?.(scene));
    if (standing.removed) await rita.delete(member(actor)).expect(204);
    if (standing.archived) await rita.delete(`/rooms/${roomId}`).expect(204);
    return { ...scene, actor: acting };
  }
}
