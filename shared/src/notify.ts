import type { RoomType } from './permissions.js';
import { findLiteral, wantedOf } from './searchSigns.js';
import { emojiTerms, fold, runsOf } from './searchText.js';

export type NotifyLevel = 'all' | 'mentions' | 'nothing';

/** Hours in which nothing rings, as the clock shows them where the person is. */
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
  me: { userId: string; presenceMode: 'auto' | 'dnd'; keywords: string[]; quiet: QuietHours | null };
  room: { type: RoomType };
  member: { muted: boolean; level: NotifyLevel | null };
  /** The newest place known before this message; what is not beyond it is no news. */
  headSeq: number;
  /** The room is on screen and somebody is looking, or is at work in Parley on another device. */
  looking: boolean;
  now: Date;
}

/** What of a message decides. */
export interface Ringing {
  authorId: string;
  seq: number;
  deletedAt: string | null;
  notice: unknown;
  text: string;
  mentionIds: string[];
  mentionsRoom: boolean;
}

export type Silence =
  'own' | 'not new' | 'looking' | 'do not disturb' | 'quiet hours' | 'nothing wanted' | 'no mention';

/** Why a message rings or stays silent; the reason is shown on request. */
export type Verdict = { rings: true } | { rings: false; because: Silence };

const words = (text: string): string =>
  runsOf(text)
    .map((run) => run.text)
    .join(' ');

/** A keyword with signs or emoji counts as it is written, as in a search: C++ is not every c. */
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

/** Is it quiet at this moment, by the clock of the person's time zone? */
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
  // Into the next day: the evening belongs to today, the morning to what began yesterday.
  return (quiet.days.includes(day) && at >= from) || (quiet.days.includes((day + 6) % 7) && at < to);
}

/** Does this message call for a notification? The same on every device and on the server. */
export function decide(message: Ringing, situation: Situation): Verdict {
  const { me, room, member, headSeq, looking, now } = situation;
  const silent = (because: Silence): Verdict => ({ rings: false, because });
  if (message.authorId === me.userId) return silent('own');
  // Edits, reactions and what a catch-up brings are no news.
  if (message.seq <= headSeq || message.deletedAt !== null || message.notice !== null)
    return silent('not new');
  if (looking) return silent('looking');
  if (me.presenceMode === 'dnd') return silent('do not disturb');
  if (me.quiet && isQuiet(me.quiet, now)) return silent('quiet hours');
  const personal = room.type === 'direct' || room.type === 'group';
  const level = member.level ?? (member.muted ? 'mentions' : personal ? 'all' : 'mentions');
  if (level === 'nothing') return silent('nothing wanted');
  if (level === 'all') return { rings: true };
  const meant =
    message.mentionIds.includes(me.userId) ||
    // A muted room still notifies somebody who is called by name, but not with everybody.
    (message.mentionsRoom && !member.muted) ||
    hasKeyword(message.text, me.keywords);
  return meant ? { rings: true } : silent('no mention');
}
