import { seeded } from '@parley/shared/random';
import { expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { LiveSegments } from './search.live.js';
import { Segments, type SegmentDoc } from './search.model.js';
import { listLiveSegments } from './search.segments.js';

const ALL = { from: -Infinity, until: Infinity };

/** A segment of few moments, so that many have the same newest message. */
function segment(id: number, random: () => number): SegmentDoc {
  const [a = 0, b = 0] = [random(), random()].map((part) => Math.floor(part * 12)).sort((x, y) => x - y);
  return {
    _id: `s${id}`,
    live: random() < 0.9,
    madeAt: new Date(),
    count: 1 + Math.floor(random() * 5),
    oldest: new Date(a * 1000),
    newest: new Date(b * 1000),
    starts: Buffer.alloc(8),
    replaces: [],
  };
}

/** A segment that replaces others, with all their messages. */
const merged = (id: number, parts: SegmentDoc[]): SegmentDoc => ({
  _id: `m${id}`,
  live: true,
  madeAt: new Date(),
  count: parts.reduce((sum, { count }) => sum + count, 0),
  oldest: new Date(Math.min(...parts.map(({ oldest }) => oldest.getTime()))),
  newest: new Date(Math.max(...parts.map(({ newest }) => newest.getTime()))),
  starts: Buffer.alloc(8),
  replaces: parts.map(({ _id }) => _id),
});

async function taken(live: LiveSegments, random: () => number): Promise<SegmentDoc[]> {
  const segments: SegmentDoc[] = [];
  for (;;) {
    const first = await live.first();
    const some = await live.take(1 + Math.floor(random() * 3));
    expect(some[0]?._id).toBe(first?._id);
    if (some.length === 0) return segments;
    segments.push(...some);
  }
}

it('are listed page by page as they would be at once, the newest first, without those that others replace', async () => {
  await using server = await startServer();
  const { server: within } = server.app;
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = seeded(seed);
  for (let round = 0; round < 15; round++) {
    await Segments(within).deleteMany({});
    const segments = Array.from({ length: Math.floor(random() * 25) }, (_, i) => segment(i, random));
    const parts = segments.filter(({ live }) => live && random() < 0.3);
    if (parts.length > 1) segments.push(merged(round, parts));
    await Segments(within).insertMany(segments);
    const expected = await listLiveSegments(within);
    const found = await taken(new LiveSegments(within, ALL), random);
    expect(found.map(({ _id }) => _id).sort(), `seed ${seed}`).toEqual(expected.map(({ _id }) => _id).sort());
    const moments = found.map(({ newest }) => newest.getTime());
    expect(moments, `seed ${seed}`).toEqual([...moments].sort((a, b) => b - a));
    const [from, until] = [3000, 8000];
    expect(
      (await taken(new LiveSegments(within, { from, until }), random)).map(({ _id }) => _id).sort(),
      `seed ${seed}`,
    ).toEqual(
      expected
        .filter(({ newest, oldest }) => newest.getTime() >= from && oldest.getTime() <= until)
        .map(({ _id }) => _id)
        .sort(),
    );
  }
});

it('still have all that was there when some are merged between two pages', async () => {
  await using server = await startServer();
  const { server: within } = server.app;
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = seeded(seed);
  for (let round = 0; round < 10; round++) {
    await Segments(within).deleteMany({});
    const segments = Array.from({ length: 20 }, (_, i) => ({ ...segment(i, random), live: true }));
    await Segments(within).insertMany(segments);
    const live = new LiveSegments(within, ALL);
    const begun = await live.take(Math.floor(random() * 8));
    await Segments(within).create(
      merged(
        round,
        segments.filter(() => random() < 0.5),
      ),
    );
    const found = [...begun, ...(await taken(live, random))];
    const covered = new Set(found.flatMap(({ _id, replaces }) => [_id, ...replaces]));
    expect([...covered].filter((id) => id.startsWith('s')).sort(), `seed ${seed}`).toEqual(
      segments.map(({ _id }) => _id).sort(),
    );
  }
});
