import type { CallView, LegView } from '@parley/shared/calls/call';
import type { UserView } from '@parley/shared/users';
import type { CallActions, CallState, OwnMedia, Tile } from '../../callState';
import { me } from '../../../../test/build';

/** People of these calls; oneself is `me`, Bo. */
export const people: UserView[] = [
  { ...me(), userId: 'ana', username: 'ana', displayName: 'Ana' },
  { ...me(), userId: 'cy', username: 'cy', displayName: 'Cy' },
];

/** The tile of a person, connected and well; `me` is one's own. */
export const tile = (userId: string, over: Partial<Tile> = {}): Tile => ({
  key: userId,
  legId: userId,
  userId,
  kind: 'person',
  own: userId === 'me',
  video: undefined,
  muted: false,
  hand: false,
  speaking: false,
  link: 'connected',
  quality: undefined,
  ...over,
});

const leg = (userId: string): LegView => ({
  legId: userId,
  userId,
  joinedAt: '2026-01-01T09:00:00.000Z',
  epoch: 1,
  away: false,
  muted: false,
  camera: false,
  screen: false,
  hand: false,
});

/** A running call with these people. */
export const callOf = (userIds: string[], over: Partial<CallView> = {}): CallView => ({
  callId: 'c',
  roomId: 'r',
  version: 1,
  live: true,
  media: 'mesh',
  startedBy: 'ana',
  startedAt: '2026-01-01T09:00:00.000Z',
  answeredAt: '2026-01-01T09:00:00.000Z',
  endedAt: null,
  endReason: null,
  legs: userIds.map(leg),
  invited: [],
  ringsUntil: '2026-01-01T09:00:45.000Z',
  ...over,
});

/** What one sends: a microphone that is on, and no camera. */
export const ownMedia = (over: Partial<OwnMedia> = {}): OwnMedia => ({
  muted: false,
  camera: false,
  screen: false,
  hand: false,
  cameraTrack: undefined,
  screenTrack: undefined,
  level: 0.5,
  devices: { audioinput: [], videoinput: [], audiooutput: [] },
  chosen: { audioinput: '', videoinput: '', audiooutput: '' },
  faults: {},
  screenBlack: false,
  canChooseSpeaker: true,
  canShareScreen: true,
  ...over,
});

/** Oneself, Ana and Cy in a call. */
export const callState = (over: Partial<CallState> = {}): CallState => ({
  phase: 'joined',
  roomId: 'r',
  call: callOf(['ana', 'cy', 'me']),
  own: ownMedia(),
  tiles: [tile('ana'), tile('cy'), tile('me')],
  spotlight: undefined,
  layout: 'grid',
  minimised: false,
  reactions: [],
  failure: undefined,
  elsewhere: false,
  stuck: false,
  unreachable: false,
  soundBlocked: false,
  mayManage: false,
  ...over,
});

const names: (keyof CallActions)[] = [
  ...(['join', 'leave', 'setMuted', 'setCamera', 'setScreen', 'setHand', 'react', 'choose'] as const),
  ...(['setSpotlight', 'setLayout', 'setMinimised', 'muteOther', 'removeOther'] as const),
  ...(['playSound', 'dismissFailure'] as const),
];

type Recorded = Record<keyof CallActions, (...given: unknown[]) => void>;

/** @returns actions, and in `done` what was called, each as its name and what it was given */
export function recorder(): { actions: CallActions; done: unknown[][] } {
  const done: unknown[][] = [];
  const recorded = names.map((name) => [name, (...given: unknown[]) => void done.push([name, ...given])]);
  const actions = { ...Object.fromEntries(recorded), shown: () => undefined } as Recorded;
  return { actions, done };
}
