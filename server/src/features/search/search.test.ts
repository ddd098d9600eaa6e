import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MessageView } from '@parley/shared/messages';
import type { SearchPage } from '@parley/shared/search';
import { limits } from '@parley/shared/limits';
import { parseSearch } from '@parley/shared/searchParse';
import { runsOf } from '@parley/shared/searchText';
import type { RoomView } from '@parley/shared/rooms';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { find, generalRoom, picture, privateRoom, say, texts, uploaded } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';
import { Indexed, SearchDocs } from './search.model.js';
import { singlesChanged } from './search.singles.js';
import { indexerOf } from './search.index.js';

describe('searching', () => {
  it('finds words, beginnings, parts and phrases, newest first, whatever the accents and the case', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    for (const text of [
      'The deployment failed',
      'Deploy the CRÈME brûlée',
      'redeployed at noon',
      'error rate is flat, the rate of errors too',
    ])
      await say(alice, roomId, text);
    expect(await texts(alice, 'deploy')).toEqual([
      'redeployed at noon',
      'Deploy the CRÈME brûlée',
      'The deployment failed',
    ]);
    expect(await texts(alice, 'deploy', '&sort=best')).toEqual([
      'Deploy the CRÈME brûlée',
      'The deployment failed',
      'redeployed at noon',
    ]);
    expect(await texts(alice, 'creme BRÛLEE')).toEqual(['Deploy the CRÈME brûlée']);
    expect(await texts(alice, '"error rate"')).toHaveLength(1);
    expect(await texts(alice, '"rate error"')).toEqual([]);
    expect(await texts(alice, 'deploy -failed -"at noon"')).toEqual(['Deploy the CRÈME brûlée']);
    expect(await texts(alice, 'nothingofthekind')).toEqual([]);
    expect(await texts(alice, '')).toEqual([]);
    expect((await find(alice, 'error "rate is"')).marks).toEqual(['error', 'rate', 'is']);
  });

  it('takes a part of a word for all words that have it, however many there are', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const letters = [...'abcdefghijklmnopqrs'];
    const many = letters.flatMap((a) => letters.map((b) => `con${a}${b}`));
    await say(alice, roomId, 'conzulu, and reconzile');
    for (const word of many.slice(0, 60)) await say(alice, roomId, word);
    expect(await texts(alice, 'con', '&limit=100')).toHaveLength(61);
    for (const part of ['conz', 'conzul', 'onz', 'nzulu', 'zulu', 'econzi'])
      expect(await texts(alice, part), part).toEqual(['conzulu, and reconzile']);
    // From three letters on: two match only a beginning.
    expect(await texts(alice, 'zu')).toEqual([]);
    expect(await texts(alice, 'onzz')).toEqual([]);
  });

  it('goes on after a turn of the index that failed as it began', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    // An invalid room id makes the read of the room fail.
    server.app.server.bus.publish('messages.changed', { roomId: 'no room' });
    await indexerOf(server.app.server).settled();
    await say(alice, roomId, 'said afterwards');
    expect(await texts(alice, 'afterwards')).toEqual(['said afterwards']);
  });

  it('finds Chinese, Japanese, Korean and Thai by any part', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    for (const text of ['東京都に行きました', '京都は静かだ', '배포가 완료되었습니다', 'สวัสดีตอนเช้า'])
      await say(alice, roomId, text);
    expect(await texts(alice, '京都')).toEqual(['京都は静かだ', '東京都に行きました']);
    expect(await texts(alice, '東京')).toEqual(['東京都に行きました']);
    expect(await texts(alice, '静')).toEqual(['京都は静かだ']);
    expect(await texts(alice, '都東')).toEqual([]);
    expect(await texts(alice, '완료')).toEqual(['배포가 완료되었습니다']);
    expect(await texts(alice, 'ตอนเช้า')).toEqual(['สวัสดีตอนเช้า']);
  });

  it('understands from, in, has, is and days, and tells what means nothing', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const general = await generalRoom(alice);
    const room = (await alice.post('/rooms', { type: 'public', name: 'Launch Week' }).expect(201))
      .body as RoomView;
    await bob.post(`/rooms/${room.roomId}/join`);
    const first = await say(alice, general, 'plan one for @bob');
    await say(bob, room.roomId, 'plan two https://example.org');
    const file = await uploaded(alice, general, await picture(60, 40).png().toBuffer(), 'Grundriss.png');
    await say(alice, general, 'plan three', { fileIds: [file.fileId] });
    await say(bob, general, 'plan four', { replyToId: first.messageId });
    await alice.patch(`/messages/${first.messageId}`, { text: 'plan one for @bob, changed' }).expect(200);
    const one = 'plan one for @bob, changed';
    expect(await texts(alice, 'plan from:@bob')).toEqual(['plan four', 'plan two https://example.org']);
    expect(await texts(alice, 'plan from:me')).toEqual(['plan three', one]);
    expect(await texts(alice, 'in:#launch-week')).toEqual(['plan two https://example.org']);
    expect(await texts(alice, 'in:"Launch Week" plan')).toEqual(['plan two https://example.org']);
    expect(await texts(alice, 'plan -in:launch-week -from:bob')).toEqual(['plan three', one]);
    expect(await texts(alice, 'has:link')).toEqual(['plan two https://example.org']);
    expect(await texts(alice, 'has:image')).toEqual(['plan three']);
    expect(await texts(alice, 'grundriss')).toEqual(['plan three']);
    expect(await texts(alice, 'is:reply')).toEqual(['plan four']);
    expect(await texts(alice, 'is:edited')).toEqual([one]);
    expect(await texts(bob, 'is:mention')).toEqual([one]);
    expect(await texts(alice, 'from:nobody plan')).toEqual([]);
    expect(await texts(alice, 'in:nowhere plan')).toEqual([]);
    expect((await find(alice, 'plan before:soon')).unknown).toEqual(['before:soon']);
    // Days begin in the searcher's time zone.
    const day = new Date(Date.UTC(2026, 0, 2, 23, 30));
    await SearchDocs(server.app.server).updateOne({ _id: first.messageId }, { $set: { at: day } });
    await Messages(server.app.server).updateOne({ _id: first.messageId }, { $set: { createdAt: day } });
    await singlesChanged(server.app.server);
    expect(await texts(alice, 'plan on:2026-01-02')).toEqual([one]);
    expect(await texts(alice, 'plan on:2026-01-03', '&utcOffset=60')).toEqual([one]);
    expect(await texts(alice, 'plan on:2026-01-02', '&utcOffset=60')).toEqual([]);
    for (const [zone, found] of [
      ['Europe/Berlin', '2026-01-03'],
      ['America/New_York', '2026-01-02'],
    ]) {
      expect(await texts(alice, `plan on:${found}`, `&timeZone=${zone}`)).toEqual([one]);
      const others = ['2026-01-01', '2026-01-02', '2026-01-03'].filter((other) => other !== found);
      for (const other of others)
        expect(await texts(alice, `plan on:${other}`, `&timeZone=${zone}`)).toEqual([]);
    }
    // A zone that the server lacks: the present offset is used instead.
    expect(await texts(alice, 'plan on:2026-01-03', '&timeZone=Mars/Base&utcOffset=60')).toEqual([one]);
    await alice.get(`/search?q=plan&timeZone=${'x'.repeat(65)}`).expect(400);
    expect(await texts(alice, 'plan before:2026-02-01')).toEqual([one]);
    expect(await texts(alice, 'plan after:2026-01-02')).toHaveLength(3);
  });

  it('takes days as they were there then: through a change of clocks, and without a midnight', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const at = async (text: string, day: string): Promise<void> => {
      const { messageId } = await say(alice, roomId, text);
      // Indexed first: a turn that is still running would overwrite its time.
      expect(await texts(alice, text)).toContain(text);
      const createdAt = new Date(day);
      await SearchDocs(server.app.server).updateOne({ _id: messageId }, { $set: { at: createdAt } });
      await Messages(server.app.server).updateOne({ _id: messageId }, { $set: { createdAt } });
      await singlesChanged(server.app.server);
    };
    // Winter in Berlin: an hour off UTC, whatever the offset is today.
    await at('kite winter', '2026-01-14T23:30:00Z');
    // Summer: two hours.
    await at('kite summer', '2026-07-14T22:30:00Z');
    // The last hour of the day that has 25.
    await at('kite long day', '2026-10-25T22:30:00Z');
    // Half past midnight was half past one in São Paulo that night.
    await at('kite short day', '2018-11-04T03:30:00Z');
    const on = (day: string, zone: string): Promise<string[]> =>
      texts(alice, `kite on:${day}`, `&timeZone=${zone}`);
    expect(await on('2026-01-15', 'Europe/Berlin')).toEqual(['kite winter']);
    expect(await on('2026-07-15', 'Europe/Berlin')).toEqual(['kite summer']);
    expect(await on('2026-10-25', 'Europe/Berlin')).toEqual(['kite long day']);
    expect(await on('2026-10-26', 'Europe/Berlin')).toEqual([]);
    expect(await on('2018-11-04', 'America/Sao_Paulo')).toEqual(['kite short day']);
    expect(await on('2018-11-03', 'America/Sao_Paulo')).toEqual([]);
    expect(await texts(alice, 'kite after:2026-10-25', '&timeZone=Europe/Berlin')).toEqual([]);
    expect(await texts(alice, 'kite before:2026-01-15', '&timeZone=Europe/Berlin')).toEqual([
      'kite short day',
    ]);
  });

  it('looks into exactly the rooms one may read, from the moment one may', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const room = await privateRoom(alice, [bob]);
    await say(alice, room.roomId, 'the secret word');
    expect(await texts(bob, 'secret')).toEqual(['the secret word']);
    for (const q of ['secret', 'in:secret', 'from:alice secret', `in:"${room.name}"`])
      expect(await texts(eve, q)).toEqual([]);
    await alice.put(`/rooms/${room.roomId}/members/${eve.userId}`).expect(200);
    expect(await texts(eve, 'secret')).toEqual(['the secret word']);
    await alice.delete(`/rooms/${room.roomId}/members/${eve.userId}`).expect(204);
    expect(await texts(eve, 'secret')).toEqual([]);
    await server.api().get('/api/v1/search?q=secret').expect(401);
  });

  it('follows edits and deletions at once', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const message = await say(alice, roomId, 'first thought');
    await alice.patch(`/messages/${message.messageId}`, { text: 'second thought' }).expect(200);
    expect([await texts(bob, 'first'), await texts(bob, 'second')]).toEqual([[], ['second thought']]);
    await alice.delete(`/messages/${message.messageId}`).expect(204);
    expect(await texts(bob, 'thought')).toEqual([]);
  });

  it('gives page after page, each message once', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    for (let i = 1; i <= 25; i++)
      await say(alice, roomId, `number ${i} of many, ${i % 2 === 0 ? 'even' : 'odd'}`);
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const page: SearchPage = await find(
        alice,
        'number many',
        `&limit=10${next === '' ? '' : `&before=${next}`}`,
      );
      seen.push(...page.hits.map(({ text }) => text));
      next = page.next;
    }
    expect(seen).toEqual(
      Array.from(
        { length: 25 },
        (_, i) => `number ${25 - i} of many, ${(25 - i) % 2 === 0 ? 'even' : 'odd'}`,
      ),
    );
    expect(await texts(alice, 'number odd', '&limit=100')).toHaveLength(13);
  });

  it.each([
    ['q=x&limit=0', 'limit'],
    [`q=${'x'.repeat(401)}`, 'q'],
    ['', 'q'],
    ['q=x&before=yesterday', 'before'],
    ['q[$ne]=x', 'q'],
    ['q=x&sort=worst', 'sort'],
  ])('refuses %s and names the field', async (query, field) => {
    await using server = await startServer();
    const alice = await server.register('alice');
    const response = await alice.get(`/search?${query}`).expect(400);
    expect(Object.keys((response.body as { fields: object }).fields)).toContain(field);
  });
});

describe('the index', () => {
  it('is made again from the messages when it is gone or behind', async () => {
    const database = `t${new Types.ObjectId().toString()}`;
    await using first = await startServer({}, database);
    const { alice } = await first.cast();
    await say(alice, await generalRoom(alice), 'found again');
    await indexerOf(first.app.server).settled();
    await SearchDocs(first.app.server).deleteMany({});
    await Indexed(first.app.server).deleteMany({});
    await singlesChanged(first.app.server);
    expect(await texts(alice, 'again')).toEqual([]);
    await using second = await startServer({}, database);
    await expect
      .poll(async () => {
        const response = await second
          .api()
          .get('/api/v1/search?q=again')
          .set('authorization', `Bearer ${alice.granted.accessToken}`);
        return (response.body as SearchPage).hits.length;
      })
      .toBe(1);
  });
});

const naughty = resolve(import.meta.dirname, '../../../../../shared/testdata/text/naughty-strings.json');
describe.skipIf(!existsSync(naughty))('naughty strings', () => {
  it('are found by themselves when they have a word, and break nothing when they have none', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const strings = (JSON.parse(readFileSync(naughty, 'utf8')) as string[])
      .filter((text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\0'))
      .filter((text) => text.length < 200)
      .slice(0, 200);
    for (const text of strings) await say(alice, roomId, text);
    for (const text of strings) {
      const quoted = `"${text.replaceAll('"', ' ')}"`;
      const { hits } = await find(alice, quoted, '&limit=100');
      if (runsOf(text).length > 0) expect(hits.map((hit: MessageView) => hit.text)).toContain(text);
      const { words, filters } = parseSearch(text);
      if (words.length + filters.length <= limits.searchWords) await find(alice, text, '&limit=1');
    }
  });
});
