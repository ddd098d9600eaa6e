import type { MessageView } from '@parley/shared/messages';
import { decide, type Verdict } from '@parley/shared/notify';
import type { Core } from '../../core/core';
import { ApiError } from '../../platform/api';
import { t } from '../../text/first';
import { messagePath, roomTitle } from '../../core/rooms/names';
import { somebodyLooks } from './looking';
import { permitted, preferences } from './public/preferences';
import { freshenRing, ring, rungFor, tagOf, takeBackRing, type Ring } from './ring';
import { isFirstToRing } from './ringOnce';
import { noteRing } from './ringLog';

const LONGEST_BODY = 160;

/** Serializes messages: a deletion must not overtake the message. */
let last: Promise<unknown> = Promise.resolve();
function inTurn(work: () => Promise<void>): void {
  last = last.then(work).catch(() => undefined);
}

/** Notifies of new messages, once for all tabs of this browser, and updates notifications with their messages. */
export class Ringer {
  constructor(
    private readonly core: Core,
    private readonly go: (path: string) => void,
  ) {}

  /**
   * Handles live messages, before they are applied.
   * @param looking a person looks at the room in this tab
   */
  receive(roomId: string, messages: MessageView[], looking: boolean): void {
    const { rooms, session } = this.core.store.getState();
    const state = rooms.byId[roomId];
    const { me } = session;
    if (!state || !me) return;
    const { headSeq, room, member } = state;
    for (const message of messages) {
      const verdict = decide(message, { me, room, member, headSeq, looking, now: new Date() });
      const known = !verdict.rings && verdict.because === 'not new';
      // Of a known message only an edit or a deletion matters, not a reaction.
      if (known && message.editedAt === null && message.deletedAt === null) continue;
      if (known) inTurn(() => this.follow(message));
      else inTurn(() => this.settle(message, verdict));
    }
  }

  /** Compares the notifications with the messages as they are now. */
  async compare(): Promise<void> {
    for (const { roomId, messageId } of await rungFor()) {
      try {
        const message = await this.core.loadMessage(messageId);
        inTurn(() => this.follow(message));
      } catch (error) {
        if (error instanceof ApiError && error.problem.code === 'not_found')
          inTurn(() => takeBackRing(roomId, messageId));
      }
    }
  }

  private async settle(message: MessageView, verdict: Verdict): Promise<void> {
    const outcome = verdict.rings ? await this.ring(message) : verdict.because;
    if (outcome !== undefined)
      noteRing({ at: new Date().toISOString(), roomId: message.roomId, seq: message.seq, verdict: outcome });
  }

  /** @returns the decision; undefined when a push or another tab notifies */
  private async ring(message: MessageView): Promise<string | undefined> {
    const { roomId, messageId } = message;
    const { on, push } = preferences();
    if (!on || !permitted()) return 'off';
    // Nobody is active here, and this browser has push: the server sends one, if nobody is active elsewhere either.
    if (push && !this.core.isActive) return undefined;
    const myId = this.core.store.getState().session.me?.userId ?? '';
    if (await somebodyLooks(myId, roomId)) return 'looking';
    if (!(await isFirstToRing(this.core.storage, messageId))) return 'another tab';
    const said = await this.wordsOf(message);
    if (said) await ring(said, this.go);
    return 'rang';
  }

  /** An edit updates the notification of a message, a deletion closes it; neither notifies. */
  private async follow(message: MessageView): Promise<void> {
    const { roomId, messageId, deletedAt, seq } = message;
    const readSeq = this.core.store.getState().rooms.byId[roomId]?.member.readSeq ?? Infinity;
    if (deletedAt !== null || seq <= readSeq) return await takeBackRing(roomId, messageId);
    const said = await this.wordsOf(message);
    if (said) await freshenRing(said, this.go);
  }

  private async wordsOf(message: MessageView): Promise<Ring | undefined> {
    // The parser is loaded with the first notification, not with the page.
    const { oneLine } = await import('@parley/shared/oneLine');
    const { rooms, people, session } = this.core.store.getState();
    const room = rooms.byId[message.roomId]?.room;
    if (!room || !session.me) return undefined;
    const author = people.users.entities[message.authorId]?.displayName ?? t('common.somebody');
    const place = roomTitle(room, people.users.entities, session.me.userId);
    return {
      title: room.type === 'direct' ? author : `${author} · ${place}`,
      body: oneLine(message, LONGEST_BODY),
      tag: tagOf(message.roomId, message.messageId),
      path: messagePath(message.roomId, message.seq),
    };
  }
}
