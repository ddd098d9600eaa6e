import type { MessageView } from '@parley/shared/messages';
import type { NotifyLevel, RoomView } from '@parley/shared/rooms';
import { runsOf } from '@parley/shared/searchText';
import type { MeView } from '@parley/shared/users';

export interface Situation {
  me: Pick<MeView, 'userId' | 'presenceMode'>;
  room: Pick<RoomView, 'type'>;
  member: { muted: boolean; level: NotifyLevel | null };
  /** The newest place known before this message. */
  headSeq: number;
  /** The room is on screen and somebody is looking. */
  looking: boolean;
  keywords: string[];
}

const hasKeyword = (text: string, keywords: string[]): boolean => {
  if (keywords.length === 0) return false;
  const words = ` ${runsOf(text)
    .map((run) => run.text)
    .join(' ')} `;
  return keywords.some((keyword) => {
    const wanted = runsOf(keyword)
      .map((run) => run.text)
      .join(' ');
    return wanted !== '' && words.includes(` ${wanted} `);
  });
};

/** Why a message rings or stays silent; the reason is shown where one asks for it. */
export type Verdict =
  | { rings: true }
  | {
      rings: false;
      because: 'own' | 'not new' | 'looking' | 'do not disturb' | 'nothing wanted' | 'no mention';
    };

/** Does this message call for a notification? */
export function decide(message: MessageView, situation: Situation): Verdict {
  const { me, room, member, headSeq, looking, keywords } = situation;
  const silent = (because: Extract<Verdict, { rings: false }>['because']): Verdict => ({
    rings: false,
    because,
  });
  if (message.authorId === me.userId) return silent('own');
  // Edits, reactions and what a catch-up brings are no news.
  if (message.seq <= headSeq || message.deletedAt !== null || message.notice !== null)
    return silent('not new');
  if (looking) return silent('looking');
  if (me.presenceMode === 'dnd') return silent('do not disturb');
  const personal = room.type === 'direct' || room.type === 'group';
  const level = member.level ?? (member.muted ? 'mentions' : personal ? 'all' : 'mentions');
  if (level === 'nothing') return silent('nothing wanted');
  if (level === 'all') return { rings: true };
  const meant = message.mentionIds.includes(me.userId) || hasKeyword(message.text, keywords);
  return meant ? { rings: true } : silent('no mention');
}
