import type { RoomType } from './permissions.js';
import { findLiteral, wantedOf } from './searchSigns.js';
import { emojiTerms, fold, runsOf } from './searchText.js';

export type NotifyLevel = 'all' | 'mentions' | 'nothing';

/** Hours without notifications, in the person's time zone. */
export interface QuietHours {
  /** Days on which they begin: 0 is Sunday. */
  days: number[];
  /** `HH:MM`. When `to` is not after `from`, they last into the next day. */
  from: string;
  to: string;
  /** IANA name, such as Europe/Berlin. */
  timeZone: string;
}

export interface Situation {
  /** `blocked`: the people one has blocked. */
  me: {
    userId: string;
    blocked?: readonly string[] | undefined;
    presenceMode: 'auto' | 'dnd';
    keywords: string[];
    quiet: QuietHours | null;
  };
  room: { type: RoomType };
  member: { muted: boolean; level: NotifyLevel | null };
  /** The newest place known before this message; a message that is not beyond it is not new. */
  headSeq: number;
  /** The room is on screen and looked at, or the person is active on another device. */
  looking: boolean;
  now: Date;
}

/** The properties of a message that decide. */
export interface Ringing {
  authorId: string;
  seq: number;
  deletedAt: string | null;
  notice: unknown;
  text: string;
  mentionIds: string[];
  mentionsRoom: boolean;
  parts?: { kind: string }[] | undefined;
}

export type Silence =
  | 'own'
  | 'not new'
  | 'call'
  | 'looking'
  | 'do not disturb'
  | 'quiet hours'
  | 'nothing wanted'
  | 'no mention'
  | 'blocked';

/** Why a message notifies or not; the reason is shown on request. */
export type Verdict = { rings: true } | { rings: false; because: Silence };

const words = (text: string): string =>
  runsOf(text)
    .map((run) => run.text)
    .join(' ');

/** A keyword with signs or emoji matches literally, as in a search: C++ is not every c. */
function hasKeyword(text: string, keywords: string[]): boolean {
  if (keywords.length === 0) return false;
  const said = words(text);
  const folded = fold(text);
  const emoji = new Set(emojiTerms(text));
  return keywords.some((keyword) => {
    const wanted = wantedOf(keyword);
    const inOrder = words(wanted.text);
    if (inOrder === '' && wanted.emoji.length === 0) return false;
    return (
      ` ${said} `.includes(inOrder === '' ? ' ' : ` ${inOrder} `) &&
      wanted.literals.every((literal) => findLiteral(folded, literal) >= 0) &&
      wanted.emoji.every((one) => emoji.has(one))
    );
  });
}

const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Whether it is quiet at this moment, in the person's time zone. */
export function isQuiet(quiet: QuietHours, now: Date): boolean {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: quiet.timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const day = weekdays.indexOf(part('weekday'));
  const at = Number(part('hour')) * 60 + Number(part('minute'));
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  if (from < to) return quiet.days.includes(day) && at >= from && at < to;
  // Into the next day: the evening belongs to today, the morning to the hours that began yesterday.
  return (quiet.days.includes(day) && at >= from) || (quiet.days.includes((day + 6) % 7) && at < to);
}

/** Whether somebody is not to be disturbed now, and why. */
function isUndisturbed({ presenceMode, quiet }: Situation['me'], now: Date): Silence | undefined {
  if (presenceMode === 'dnd') return 'do not disturb';
  return quiet && isQuiet(quiet, now) ? 'quiet hours' : undefined;
}

/** Whether a call rings for somebody it invites: muted conversations, do not disturb and quiet hours silence it. */
export function decideCall({ me, member, now }: Pick<Situation, 'me' | 'member' | 'now'>): Verdict {
  const busy = isUndisturbed(me, now);
  if (busy) return { rings: false, because: busy };
  if (member.muted || member.level === 'nothing') return { rings: false, because: 'nothing wanted' };
  return { rings: true };
}

/** Why nothing of its author notifies. */
function silentAuthor({ authorId }: Ringing, { userId, blocked }: Situation['me']): Silence | undefined {
  if (authorId === userId) return 'own';
  return blocked?.includes(authorId) === true ? 'blocked' : undefined;
}

/** Whether this message notifies. The same on every device and on the server. */
export function decide(message: Ringing, situation: Situation): Verdict {
  const { me, room, member, headSeq, looking, now } = situation;
  const silent = (because: Silence): Verdict => ({ rings: false, because });
  const by = silentAuthor(message, me);
  if (by) return silent(by);
  // Edits, reactions and messages of a catch-up are not new.
  if (message.seq <= headSeq || message.deletedAt !== null || message.notice !== null)
    return silent('not new');
  // It rings by itself.
  if (message.parts?.some(({ kind }) => kind === 'call')) return silent('call');
  if (looking) return silent('looking');
  const busy = isUndisturbed(me, now);
  if (busy) return silent(busy);
  const personal = room.type === 'direct' || room.type === 'group';
  const level = member.level ?? (member.muted ? 'mentions' : personal ? 'all' : 'mentions');
  if (level === 'nothing') return silent('nothing wanted');
  if (level === 'all') return { rings: true };
  const meant =
    message.mentionIds.includes(me.userId) ||
    // A muted room still notifies somebody mentioned by name, but not of mentions of everybody.
    (message.mentionsRoom && !member.muted) ||
    hasKeyword(message.text, me.keywords);
  return meant ? { rings: true } : silent('no mention');
}
