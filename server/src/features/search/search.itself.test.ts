import { seeded } from '@parley/shared/random';
import { wantedOf } from '@parley/shared/searchSigns';
import { runsOf } from '@parley/shared/searchText';
import { Types } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say, texts } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';
import { listLiveSegments } from './search.segments.js';
import { indexerOf } from './search.index.js';

async function sayAll(person: Person, all: string[]): Promise<string> {
  const roomId = await generalRoom(person);
  for (const text of all) await say(person, roomId, text);
  return roomId;
}

/** Inserts texts into a room without the server, as an import would: so many that they are sealed into a segment. */
async function putAll(
  server: TestServer,
  { roomId, author }: { roomId: string; author: Person },
  all: string[],
) {
  await Messages(server.app.server).insertMany(
    all.map((text, i) => ({
      _id: new Types.ObjectId(),
      roomId,
      authorId: author.userId,
      createdAt: new Date(Date.UTC(2026, 0, 1) + i * 1000),
      clientId: `past ${i}`,
      text,
      seq: i + 1,
      rev: i + 1,
      revs: [i + 1],
    })),
  );
  server.app.server.bus.publish('messages.changed', { roomId: roomId });
  await indexerOf(server.app.server).settled();
}

describe('a segment', () => {
  it('knows words with signs, emoji and options as single entries do', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const { roomId } = await privateRoom(alice);
    const marked = ['say c in C++', 'say ls -la', 'say la', 'say yes 🎉', 'say c', 'say कि', 'say का'];
    const all = Array.from({ length: 1400 }, (_, i) =>
      i % 200 === 7 ? marked[(i - 7) / 200] : `filler ${i}`,
    );
    await putAll(server, { roomId, author: alice }, all.map(String));
    expect(await listLiveSegments(server.app.server)).toMatchObject([{ count: 1400 }]);
    expect(await texts(alice, 'C++')).toEqual(['say c in C++']);
    expect(await texts(alice, 'ls -la')).toEqual(['say ls -la']);
    expect(await texts(alice, 'say -la')).toEqual(marked.filter((text) => text !== 'say la').reverse());
    expect(await texts(alice, 'say -🎉 -la -"c"')).toEqual(['say का', 'say कि', 'say ls -la']);
    expect(await texts(alice, '🎉')).toEqual(['say yes 🎉']);
    expect(await texts(alice, 'कि')).toEqual(['say कि']);
  });
});

const pieces = [
  ...[
    'the',
    'deploy',
    'C++',
    'C#',
    '.NET',
    'node.js',
    'R&D',
    'v1.2.3',
    '50%',
    '#12',
    '--save',
    '-la',
    '-5',
    '+1',
  ],
  ...[
    '/etc/x',
    'a\\b',
    'x@y.z',
    '$A',
    'कि',
    'का',
    '東京',
    'がん',
    'กา',
    '🎉',
    '❤',
    '👍🏽',
    'Crème',
    '(x)',
    'e.g.,',
  ],
  ...[
    'don’t',
    'a_b',
    'std::x',
    'x=y',
    '…so',
    '**b**',
    '||s||',
    '`c++`',
    '"q',
    '-',
    '&&',
    'https://a.b/c?d=1#e',
  ],
];

describe('what was said', () => {
  it('is found by its own words, whatever signs they have', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seeded(seed);
    const said = Array.from({ length: 60 }, () =>
      Array.from(
        { length: 1 + Math.floor(random() * 5) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join(' '),
    );
    await sayAll(alice, said);
    for (const text of said) {
      const asks = runsOf(text).length + wantedOf(text).emoji.length > 0;
      const found = await texts(alice, text, '&limit=100');
      if (asks) expect(found, `seed ${seed}: ${text}`).toContain(text);
    }
  });
});

describe('what is shown', () => {
  it('is found as it is shown, and as it was typed, with addresses and what is hidden', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const said = [
      'see [the docs](https://example.org/guide.html) first',
      'the ||butler did|| it',
      'use **node**.js',
    ];
    await sayAll(alice, said);
    expect(await texts(alice, '"the docs first"')).toEqual(said.slice(0, 1));
    expect(await texts(alice, 'example.org/guide.html')).toEqual(said.slice(0, 1));
    expect(await texts(alice, '"the butler did it"')).toEqual(said.slice(1, 2));
    expect(await texts(alice, 'node.js')).toEqual(said.slice(2));
    expect(await texts(alice, 'use -node.js')).toEqual([]);
  });
});
