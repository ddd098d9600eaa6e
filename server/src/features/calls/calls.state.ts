import type { CallEnd, InvitedState } from '@parley/shared/calls/call';
import { callLimits } from '@parley/shared/calls/limits';

/** A leg as it is stored: one tab, or program, in a call. */
export interface Leg {
  legId: string;
  userId: string;
  /** The session it was joined from, which alone may act for it. */
  sessionId: string;
  /** The socket that acts for it: another one's end means nothing. */
  socketId: string;
  epoch: number;
  joinedAt: Date;
  /** When it was last known to be in the call; set once it has left. */
  leftAt: Date | null;
  /** Since when its connection is lost. */
  awaySince: Date | null;
  muted: boolean;
  camera: boolean;
  screen: boolean;
  hand: boolean;
}

export interface Invitation {
  userId: string;
  state: InvitedState;
}

/** The state of a call; every change is a function from one to the next. */
export interface CallState {
  /** In a direct message or group, where it rings, and ends when nobody answers. */
  personal: boolean;
  /** Of two people: it ends when one of them hangs up. */
  direct: boolean;
  startedBy: string;
  startedAt: Date;
  answeredAt: Date | null;
  ringsUntil: Date;
  endedAt: Date | null;
  endReason: CallEnd | null;
  legs: Leg[];
  invited: Invitation[];
}

/** A new leg, without what the call decides. */
export type Joining = Pick<Leg, 'legId' | 'userId' | 'sessionId' | 'socketId' | 'muted' | 'camera'>;
export type Showing = Partial<Pick<Leg, 'muted' | 'camera' | 'screen' | 'hand'>>;

export const liveLegs = ({ legs }: Pick<CallState, 'legs'>): Leg[] =>
  legs.filter(({ leftAt }) => leftAt === null);
export const findLiveLeg = (call: Pick<CallState, 'legs'>, legId: string): Leg | undefined =>
  liveLegs(call).find((leg) => leg.legId === legId);
export const isOver = ({ endedAt }: Pick<CallState, 'endedAt'>): boolean => endedAt !== null;

const peopleIn = (legs: Leg[]): Set<string> => new Set(legs.map(({ userId }) => userId));
const ringing = ({ invited }: CallState): boolean => invited.some(({ state }) => state === 'ringing');

/** Marks one person's invitation, if it is in one of the states before. */
const invitationTo = (
  call: CallState,
  userId: string,
  state: InvitedState,
  before: InvitedState[],
): Invitation[] =>
  call.invited.map((one) => (one.userId === userId && before.includes(one.state) ? { userId, state } : one));

/** @param reason why it ends. Legs leave, and what still rings was missed */
export function ended(call: CallState, now: Date, reason: CallEnd): CallState {
  if (isOver(call)) return call;
  return {
    ...call,
    endedAt: now,
    endReason: reason,
    legs: call.legs.map((leg) => (leg.leftAt === null ? { ...leg, leftAt: now } : leg)),
    invited: call.invited.map((one) => (one.state === 'ringing' ? { ...one, state: 'missed' } : one)),
  };
}

/** Ends a call that somebody has just left, if nothing remains of it. */
function afterLeaving(call: CallState, now: Date): CallState {
  const people = peopleIn(liveLegs(call));
  const answered = call.answeredAt !== null;
  if (people.size === 0) return ended(call, now, answered || !call.personal ? 'left' : 'missed');
  // Of two people the one who remains has been hung up on.
  return answered && call.direct && people.size === 1 ? ended(call, now, 'left') : call;
}

/** Ends a call that everybody who could answer has declined. */
const afterDeclining = (call: CallState, now: Date): CallState =>
  call.answeredAt === null && call.invited.every(({ state }) => state === 'declined' || state === 'busy')
    ? ended(call, now, 'declined')
    : call;

/** Legs leave, and the call goes on: their person is in it with another, or joins it. */
export const withoutLegs = (call: CallState, now: Date, goes: (leg: Leg) => boolean): CallState =>
  liveLegs(call).some(goes)
    ? {
        ...call,
        legs: call.legs.map((leg) => (leg.leftAt === null && goes(leg) ? { ...leg, leftAt: now } : leg)),
      }
    : call;

/** Whether a leg would be one too many: the people of a call are limited, not their tabs. */
export function isFull(call: CallState, userId: string, most: number): boolean {
  const people = peopleIn(liveLegs(call));
  return !people.has(userId) && people.size >= most;
}

/** The cameras of other people. */
const camerasBeside = (call: CallState, legId: string): number =>
  liveLegs(call).filter((leg) => leg.camera && leg.legId !== legId).length;

/**
 * A leg joins, or joins again after its connection was lost. Its epoch grows when the others had taken it for gone, and
 * have ended their connections to it; else media goes on.
 *
 * @param cameras the limit: beyond it one joins with the camera off
 */
export function joined(call: CallState, leg: Joining, now: Date, cameras: number): CallState {
  const known = call.legs.find(({ legId }) => legId === leg.legId);
  const fresh: Leg = {
    ...leg,
    camera: leg.camera && camerasBeside(call, leg.legId) < cameras,
    epoch: 1,
    joinedAt: now,
    leftAt: null,
    awaySince: null,
    screen: false,
    hand: false,
  };
  const back =
    known &&
    (known.leftAt === null
      ? { ...known, socketId: leg.socketId, awaySince: null }
      : { ...fresh, epoch: known.epoch + 1 });
  const others = call.legs.filter(({ legId }) => legId !== leg.legId);
  const legs = bounded([...others, back ?? fresh]);
  const isSecond = peopleIn(liveLegs({ legs })).size > 1;
  return {
    ...call,
    legs,
    answeredAt: call.answeredAt ?? (isSecond ? now : null),
    invited: invitationTo(call, leg.userId, 'answered', ['ringing', 'declined', 'busy', 'missed']),
  };
}

/** Without those that left first, beyond what a call stores. */
function bounded(legs: Leg[]): Leg[] {
  const left = legs.flatMap((leg) => leg.leftAt ?? []).sort((one, other) => one.getTime() - other.getTime());
  const last = left[legs.length - callLimits.legsStored - 1];
  return last ? legs.filter(({ leftAt }) => leftAt === null || leftAt > last) : legs;
}

/** One hangs up. */
export function left(call: CallState, now: Date, legIds: readonly string[]): CallState {
  const without = withoutLegs(call, now, ({ legId }) => legIds.includes(legId));
  return without === call ? call : afterLeaving(without, now);
}

/** A person may be in the call no more: they have left the room, signed out, or moved elsewhere. */
export function removed(call: CallState, now: Date, goes: (leg: Leg) => boolean): CallState {
  return left(
    call,
    now,
    liveLegs(call)
      .filter(goes)
      .map(({ legId }) => legId),
  );
}

/** Stops ringing for one person, on all their devices. */
export function declined(call: CallState, now: Date, userId: string): CallState {
  const rings = call.invited.some((one) => one.userId === userId && one.state === 'ringing');
  return rings
    ? afterDeclining({ ...call, invited: invitationTo(call, userId, 'declined', ['ringing']) }, now)
    : call;
}

/** Whether a leg may turn its camera on. */
export const mayShowCamera = (call: CallState, legId: string, cameras: number): boolean =>
  camerasBeside(call, legId) < cameras;

/** A leg changes what it shows. One screen is shared at a time: the newest. */
export function shown(call: CallState, legId: string, showing: Showing): CallState {
  const leg = findLiveLeg(call, legId);
  const changes =
    leg && Object.entries(showing).some(([name, value]) => leg[name as keyof Showing] !== value);
  if (!changes) return call;
  return {
    ...call,
    legs: call.legs.map((one) => {
      if (one.legId === legId) return { ...one, ...showing };
      return showing.screen === true && one.screen ? { ...one, screen: false } : one;
    }),
  };
}

/** A socket is gone: if it acted for this leg, the leg's connection is lost. */
export function away(call: CallState, now: Date, at: Pick<Leg, 'legId' | 'socketId'>): CallState {
  const leg = findLiveLeg(call, at.legId);
  if (leg?.socketId !== at.socketId || leg.awaySince !== null) return call;
  return {
    ...call,
    legs: call.legs.map((one) => (one === leg ? { ...one, awaySince: now } : one)),
  };
}

/** How long a call waits, in ms. */
export interface Patience {
  /** A leg without heartbeats. */
  silenceMs: number;
  /** A leg whose connection is lost. */
  awayMs: number;
  /** A call that nobody is in. */
  emptyMs: number;
}

/** What a sweep knows. */
export interface Signs {
  /** The last heartbeat of each leg. */
  beats: ReadonlyMap<string, Date>;
  /** Nobody could send a heartbeat before: this server has just started. */
  since: Date;
  patience: Patience;
}

/** When a leg was last in the call, if it is gone; else undefined. */
function goneSince(leg: Leg, now: Date, { beats, since, patience }: Signs): Date | undefined {
  const beat = beats.get(leg.legId);
  const seen = beat !== undefined && beat > leg.joinedAt ? beat : leg.joinedAt;
  const waited = (from: Date): number => now.getTime() - Math.max(from.getTime(), since.getTime());
  if (leg.awaySince !== null && waited(leg.awaySince) > patience.awayMs) return leg.awaySince;
  return waited(seen) > patience.silenceMs ? seen : undefined;
}

/** When the last leg of a call left; of one nobody was in, when it stops ringing. */
function emptySince(call: CallState): Date {
  const times = call.legs.map(({ leftAt }) => leftAt?.getTime() ?? 0);
  return times.length === 0 ? call.ringsUntil : new Date(Math.max(...times));
}

/**
 * What time does to a call: legs that are silent or whose connection is lost leave, ringing ends, and so does what nobody
 * is in any more.
 */
export function swept(call: CallState, now: Date, signs: Signs): CallState {
  if (isOver(call)) return call;
  const gone = new Map<string, Date>();
  for (const leg of liveLegs(call)) {
    const since = goneSince(leg, now, signs);
    if (since) gone.set(leg.legId, since);
  }
  const rungOut = now >= call.ringsUntil && ringing(call);
  const unanswered = call.personal && call.answeredAt === null && now >= call.ringsUntil;
  const next: CallState = {
    ...call,
    legs: call.legs.map((leg) => {
      const leftAt = leg.leftAt === null ? gone.get(leg.legId) : undefined;
      return leftAt ? { ...leg, leftAt } : leg;
    }),
    invited: rungOut
      ? call.invited.map((one) => (one.state === 'ringing' ? { ...one, state: 'missed' } : one))
      : call.invited,
  };
  if (unanswered) return ended(next, now, 'missed');
  if (liveLegs(next).length === 0 && now.getTime() - emptySince(next).getTime() > signs.patience.emptyMs)
    // It ended when the last one was lost, and not when that was noticed.
    return ended(next, emptySince(next), call.answeredAt === null && call.personal ? 'missed' : 'lost');
  return gone.size > 0 || rungOut ? next : call;
}

/** People who were in it, and seconds from the first answer to the end. */
export function summary(call: CallState): { people: number; seconds: number } {
  const { answeredAt, endedAt } = call;
  const seconds = answeredAt && endedAt ? Math.max(0, (endedAt.getTime() - answeredAt.getTime()) / 1000) : 0;
  return { people: peopleIn(call.legs).size, seconds: Math.round(seconds) };
}
