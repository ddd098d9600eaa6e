import type { CreatePoll } from '@parley/shared/polls/poll';
import type { MessageView } from '@parley/shared/messages';
import type { Row } from '../../../test/permissions/row.js';
import type { Scene } from '../../../test/permissions/cast.js';
import type { Person } from '../../../test/startServer.js';

export const lunch: Partial<CreatePoll> = { question: 'Where is lunch?', options: ['Pizza', 'Noodles'] };

/** Starts a poll, and expects it to be there. */
export async function startPoll(person: Person, roomId: string, poll: object = {}): Promise<MessageView> {
  return (await person.post(`/rooms/${roomId}/polls`, { ...lunch, ...poll }).expect(201)).body as MessageView;
}

const pollOf =
  (who: (scene: Scene) => Person) =>
  async (scene: Scene): Promise<{ messageId: string }> => ({
    messageId: (await startPoll(who(scene), scene.ids.roomId)).messageId,
  });
const before = pollOf(({ rita }) => rita);
const inside = pollOf(({ actor }) => actor);

/** @public read by `test/permissions/rows.ts` */
export const rows: Row[] = [
  { at: 'post /rooms/:roomId/polls', outcomes: '+++++++ fnnnn ffu', body: () => lunch },
  { at: 'get /messages/:messageId/poll/vote', outcomes: '+++++++ +nnnn ++u', before },
  { at: 'get /messages/:messageId/poll/voters', outcomes: '+++++++ +nnnn ++u', before },
  {
    at: 'put /messages/:messageId/poll/vote',
    outcomes: '+++++++ fnnnn ffu',
    before,
    body: () => ({ optionIds: ['1'] }),
  },
  { at: 'post /messages/:messageId/poll/close', outcomes: '+++++ff fnnnn ffu', before },
  { at: 'post /messages/:messageId/poll/close (own)', outcomes: '+++++++ fnnnn ffu', before, inside },
];
