import type { SearchPage } from '@parley/shared/search';
import { bareModel, flushesPerSecond } from './baselines.ts';
import { RawClient } from './rawClient.ts';
import { BenchServer, percentile, report, TEXT, timed } from './world.ts';

const WARM_SECONDS = 3;
const SECONDS = 8;
const SENDERS = 4;
const ROOMS = 100;
/** How many messages each sender has in flight: for a hundred rooms twenty per room, in all. */
const IN_FLIGHT = { one: 128, hundred: 512 };
const QUIET = 400;

/** Messages acknowledged per second, each durable, of a few senders with many in flight. */
async function sendRate(senders: RawClient[], rooms: string[], inFlight: number): Promise<number> {
  const say = (seconds: number): Promise<number[]> =>
    Promise.all(senders.map((sender) => sender.sayOn({ rooms, text: TEXT, inFlight, seconds })));
  await say(WARM_SECONDS);
  const began = performance.now();
  const said = (await say(SECONDS)).reduce((sum, count) => sum + count, 0);
  return said / ((performance.now() - began) / 1000);
}

/** Sends at full load to one room and to a hundred, and one after the other on an idle server. */
export async function sends(): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('alice');
  const roomId = await server.room(token, 'one');
  const rooms = await Promise.all(Array.from({ length: ROOMS }, (_, i) => server.room(token, `r${i}`)));
  const flushes = { name: 'flushes of the disk', value: flushesPerSecond(server.folder) };
  const senders = await Promise.all(
    Array.from({ length: SENDERS }, () => RawClient.open(server.port, token)),
  );
  const [one] = senders;
  const { connection, model } = await bareModel(server.databaseUri);
  const send = (): Promise<unknown> => one?.say(roomId, TEXT) ?? Promise.resolve();
  const insert = (): Promise<unknown> => model.create({ text: TEXT });
  await timed(QUIET, send);
  await timed(QUIET, insert);
  // In turn, so that a slow moment of the machine is in both.
  const [quiet, bare]: [number[], number[]] = [[], []];
  for (let i = 0; i < 8; i++) {
    quiet.push(...(await timed(QUIET / 4, send)));
    bare.push(...(await timed(QUIET / 4, insert)));
  }
  for (const p of [0.5, 0.95])
    report(`send → acknowledged when quiet, p${p * 100}`, percentile(quiet, p), 'ms', {
      name: 'a bare Mongoose insert',
      value: percentile(bare, p),
    });
  const what = 'durable, end to end, heard by 4';
  report(`sends into one room, ${what}`, await sendRate(senders, [roomId], IN_FLIGHT.one), '/s', flushes);
  report(`sends into 100 rooms, ${what}`, await sendRate(senders, rooms, IN_FLIGHT.hundred), '/s', flushes);
  // The search's index is written when nobody sends, and during sends in the remaining time.
  const began = performance.now();
  while (((await server.request('/search?q=deploy', { token })) as SearchPage).indexing);
  report('…and the search has all of it after', (performance.now() - began) / 1000, 's');
  await connection.close();
  for (const sender of senders) sender.close();
}
