import { randomUUID } from 'node:crypto';
import type { CallView } from '@parley/shared/calls/call';
import type { CommandRow, Row } from '../../../test/permissions/row.js';
import type { Scene } from '../../../test/permissions/cast.js';
import type { Ears } from '../../../test/startServer.js';

const start = async ({ rita, ids }: Scene): Promise<Record<string, string>> => {
  const answer = await rita.post(`/rooms/${ids.roomId}/call`);
  return { callId: answer.status < 300 ? (answer.body as CallView).callId : '0'.repeat(24) };
};
/** Somebody is in the call of the room. */
const inCall = async (scene: Scene): Promise<Record<string, string>> => {
  const { callId } = await start(scene);
  const ears = await scene.rita.connect();
  const legId = randomUUID();
  await ears.ask('call:join', { roomId: scene.ids.roomId, legId, muted: false, camera: false, move: true });
  return { callId: callId ?? '', ritasLeg: legId };
};

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'get /rooms/:roomId/call', outcomes: '+++++++ fnnnn f+u' },
  { at: 'post /rooms/:roomId/call', outcomes: '++++++f fnnnn ffu' },
  { at: 'post /calls/network-test', outcomes: '+++++++ +++++ +fu' },
  { at: 'get /workspace/calls', outcomes: '++fffff fff+f ffu' },
  { at: 'post /workspace/calls/test', outcomes: '++fffff fff+f ffu' },
  { at: 'post /rooms/:roomId/call/leave', outcomes: '+++++++ fnnnn ffu', before: start },
  {
    at: 'post /rooms/:roomId/call/mute',
    outcomes: '+++++ff fnnnn ffu',
    before: inCall,
    body: ({ rita }) => ({ userId: rita.userId }),
  },
];

/** The actor has tried to join the call of the room. */
const joining = async (scene: Scene, ears: Ears): Promise<Record<string, string>> => {
  const ids = await inCall(scene);
  const legId = randomUUID();
  await ears.ask('call:join', { roomId: scene.ids.roomId, legId, muted: true, camera: false, move: true });
  return { ...ids, legId };
};
const ofOwnLeg = (_scene: Scene, { callId, legId }: Record<string, string>): object => ({ callId, legId });

export const commandRows: CommandRow[] = [
  // First: afterwards one is going on.
  {
    at: 'call:join',
    scene: 'where none is going on',
    outcomes: '++++++f fnnnn ffu',
    input: ({ ids: { roomId } }) => ({ roomId, legId: randomUUID(), muted: true, camera: false, move: true }),
  },
  {
    at: 'call:join',
    outcomes: '+++++++ fnnnn ffu',
    before: inCall,
    input: ({ ids: { roomId } }) => ({ roomId, legId: randomUUID(), muted: true, camera: false, move: true }),
  },
  {
    at: 'call:join',
    scene: 'as the leg of somebody else',
    outcomes: 'nnnnnnn fnnnn ffu',
    before: inCall,
    input: ({ ids: { roomId } }, { ritasLeg }) => ({
      roomId,
      legId: ritasLeg,
      muted: true,
      camera: false,
      move: true,
    }),
  },
  { at: 'call:leave', outcomes: '+++++++ nnnnn nfu', before: joining, input: ofOwnLeg },
  {
    at: 'call:decline',
    outcomes: '+++++++ fnnnn nfu',
    before: inCall,
    input: (_scene, { callId }) => ({ callId }),
  },
  {
    at: 'call:show',
    outcomes: '+++++++ fnnnn nfu',
    before: joining,
    input: (scene, ids) => ({ ...ofOwnLeg(scene, ids), hand: true }),
  },
  { at: 'call:beat', outcomes: '+++++++ nnnnn nfu', before: joining, input: ofOwnLeg },
  {
    at: 'call:signal',
    outcomes: '+++++++ nnnnn nfu',
    before: joining,
    input: (_scene, { callId, legId, ritasLeg }) => ({
      callId,
      from: legId,
      to: ritasLeg,
      epochs: { from: 1, to: 1 },
      data: { kind: 'wanted', height: 180 },
    }),
  },
  {
    at: 'call:manage',
    outcomes: '+++++ff fnnnn nfu',
    before: joining,
    input: (_scene, { callId, ritasLeg }) => ({ callId, legId: ritasLeg, action: 'mute' }),
  },
  {
    at: 'call:react',
    outcomes: '+++++++ nnnnn nfu',
    before: joining,
    input: (scene, ids) => ({ ...ofOwnLeg(scene, ids), emoji: '👍' }),
  },
];
