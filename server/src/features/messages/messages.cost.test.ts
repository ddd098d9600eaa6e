import { randomUUID } from 'node:crypto';
import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import { Types } from 'mongoose';
import { expect, it } from 'vitest';
import { say, uploaded } from '../../test/build.js';
import { examined, requested } from '../../test/examined.js';
import { startServer } from '../../test/startServer.js';
import { Members } from '../rooms/rooms.model.js';

/** Messages in the room. */
const SAID = 1500;
/** Members of the room, all offline. */
const PEOPLE = 1000;
/** No query examines more: the batch of the search, and one to detect that there are more. */
const MOST_EXAMINED = 301;

it('nothing that is done in a room costs the room: no question goes through its messages or its people', async () => {
  await using server = await startServer();
  const { alice, bob } = await server.cast();
  const made = await alice.post('/rooms', { type: 'public', name: 'Busy' }).expect(201);
  const { roomId } = made.body as RoomView;
  await bob.post(`/rooms/${roomId}/join`).expect(200);
  await Members(server.app.server).insertMany(
    Array.from({ length: PEOPLE }, () => ({
      roomId,
      userId: new Types.ObjectId(),
      present: true,
      role: 'member',
      version: 1,
      joinedAt: new Date(),
    })),
  );
  const [alices, bobs] = [await alice.connect(), await bob.connect()];
  const send = (text: string, clientId: string = randomUUID()): Promise<MessageView> =>
    alices.command('message:send', { roomId, clientId, text });
  const said: MessageView[] = [];
  for (let i = 0; i < SAID; i += 100)
    said.push(
      ...(await Promise.all(
        Array.from({ length: 100 }, (_, j) =>
          send(j === 7 ? `@bob look at ${i}` : `word${j} number ${i + j}`),
        ),
      )),
    );
  const [first, early, old] = [said[0], said[300], said[600]];
  if (!first || !early || !old) return expect.fail('nothing was said');
  const bytes = Buffer.from('a note');
  const file = await uploaded(alice, roomId, bytes);
  const key = randomUUID();
  const answered = (request: PromiseLike<{ status: number; body: unknown }>) => async (): Promise<void> => {
    const { status, body } = await request;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
  };
  const messages = `/rooms/${roomId}/messages`;
  const one = `/messages/${early.messageId}`;
  const thumb = encodeURIComponent('👍');
  const actions: Record<string, () => Promise<unknown>> = {
    'say it': () => send('something new'),
    'say it again': () => send(early.text, early.clientId),
    'say again what many said': () =>
      Promise.all(said.slice(0, 50).map(({ text, clientId }) => send(text, clientId))),
    'say it over REST': () => say(alice, roomId, 'over REST'),
    'say it again over REST': answered(
      alice.post(messages, { text: early.text }).set('idempotency-key', early.clientId),
    ),
    'answer it': () => say(bob, roomId, 'an answer', { replyToId: old.messageId }),
    'call everybody': () => say(alice, roomId, '@room look'),
    'say it with a file': answered(
      alice.post(messages, { text: '', fileIds: [file.fileId] }).set('idempotency-key', key),
    ),
    'edit it': answered(alice.patch(one, { text: 'better' })),
    'see its edits': answered(alice.get(`${one}/edits`)),
    'react to it': answered(bob.put(`${one}/reactions/${thumb}`)),
    'take that back': answered(bob.delete(`${one}/reactions/${thumb}`)),
    'pin it': answered(alice.put(`${one}/pin`)),
    'see what is pinned': answered(alice.get(`/rooms/${roomId}/pins`)),
    'take the pin down': answered(alice.delete(`${one}/pin`)),
    'save it': answered(bob.put(`/me/saved/${old.messageId}`)),
    'see what is saved': answered(bob.get('/me/saved')),
    'read up to there': answered(bob.put(`/rooms/${roomId}/read`, { seq: 400 })),
    'look at one': answered(bob.get(one)),
    'delete it': answered(alice.delete(`/messages/${first.messageId}`)),
    'the newest page': answered(bob.get(messages)),
    'a page before': answered(bob.get(`${messages}?before=900&limit=100`)),
    'a page behind': answered(bob.get(`${messages}?after=900&limit=100`)),
    'a page around': answered(bob.get(`${messages}?around=900`)),
    'the room opened': () => bobs.command('room:open', { roomId, sinceRev: null }),
    'a room caught up with': () => bobs.command('room:open', { roomId, sinceRev: SAID - 100 }),
    'a room left long ago': () => bobs.command('room:open', { roomId, sinceRev: 5 }),
    'everything of one’s own': answered(bob.get('/sync')),
    'one’s rooms': answered(bob.get('/rooms')),
    'what calls one': answered(bob.get('/inbox')),
    'a search': answered(bob.get('/search?q=word7')),
    'a search in the room': answered(bob.get(`/search?q=${encodeURIComponent('number in:#busy')}`)),
    leave: answered(bob.post(`/rooms/${roomId}/leave`)),
    'come back': answered(bob.post(`/rooms/${roomId}/join`)),
  };
  const dear: string[] = [];
  let questions = 0;
  for (const [name, act] of Object.entries(actions))
    for (const { command, question } of await requested(server, ['messages', 'members'], act)) {
      questions += 1;
      const many = await examined(server.app.server.connection, question);
      if (many > MOST_EXAMINED)
        dear.push(`${name}: ${command} looks at ${many}: ${JSON.stringify(question)}`);
    }
  expect(dear).toEqual([]);
  expect(questions).toBeGreaterThan(Object.keys(actions).length);
});
