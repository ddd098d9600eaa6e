import { Baseline, deliveriesPerSecond } from './baselines.ts';
import { RawClient } from './rawClient.ts';
import { BenchServer, percentile, report, TEXT } from './world.ts';

const WARM_SECONDS = 2;
const SECONDS = 6;
const SENDERS = 4;
const IN_FLIGHT = 64;
/** Deliveries per second at which delays are compared: an ordinary busy day. */
const CALM_RATE = 10_000;
/** Duration by the number of people: for a hundred at least until the search's index is written, every ten seconds; with more people each message counts more. */
const CALM_SECONDS = new Map([
  [100, 24],
  [500, 24],
  [1000, 36],
]);
const TEXT_MARK = Buffer.from('"text":"');

/** `people` connections of one person. */
async function open(at: { port: number | string; token: string }, people: number): Promise<RawClient[]> {
  const clients: RawClient[] = [];
  for (let i = 0; i < people; i += 50)
    clients.push(...(await Promise.all(Array.from({ length: 50 }, () => RawClient.open(at.port, at.token)))));
  return clients;
}

/** Persisted messages received per second by `people` connections in one room, as many as the server accepts. */
async function saturate(server: BenchServer, people: number): Promise<number> {
  const token = await server.register(`sat${people}`);
  const roomId = await server.room(token, `room${people}`);
  const clients = await open({ port: server.port, token }, people);
  const say = (seconds: number): Promise<unknown> =>
    Promise.all(
      clients
        .slice(0, SENDERS)
        .map((client) => client.sayOn({ rooms: [roomId], text: TEXT, inFlight: IN_FLIGHT, seconds })),
    );
  await say(WARM_SECONDS);
  const before = clients.reduce((sum, { received }) => sum + received, 0);
  const began = performance.now();
  await say(SECONDS);
  // The last ones have not reached everybody: counted is what has arrived in the time.
  const received = clients.reduce((sum, client) => sum + client.received, 0) - before;
  const rate = received / ((performance.now() - began) / 1000);
  for (const client of clients) client.close();
  return rate;
}

/** The numbers at the start of the texts in a frame. */
function numbersIn(frame: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = frame.indexOf(TEXT_MARK); at >= 0; at = frame.indexOf(TEXT_MARK, at + 1)) {
    const from = at + TEXT_MARK.length;
    numbers.push(Number.parseInt(frame.toString('latin1', from, from + 10), 10));
  }
  return numbers;
}

/** The delays from a sender to each of `people` connections, at an even pace, in ms. */
async function calm(
  at: { port: number | string; token: string; roomId: string },
  people: number,
): Promise<number[]> {
  const clients = await open(at, people);
  const sent: number[] = [];
  const times: number[] = [];
  for (const client of clients)
    client.onMessages = (_count, frame) => {
      const now = performance.now();
      for (const n of numbersIn(frame)) times.push(now - (sent[n] ?? now));
    };
  const pace = 1000 / (CALM_RATE / people);
  const seconds = CALM_SECONDS.get(people) ?? 0;
  const [sender] = clients;
  const began = performance.now();
  const answers: Promise<void>[] = [];
  for (let n = 0; n < seconds * (CALM_RATE / people); n++) {
    const wait = began + n * pace - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    sent[n] = performance.now();
    if (sender) answers.push(sender.say(at.roomId, `${n} ${TEXT}`.slice(0, 185)));
  }
  await Promise.all(answers);
  for (const client of clients) client.close();
  return times.slice(Math.floor(times.length / seconds));
}

/** The delays to `people` connections, beside a server that stores nothing, and one that only inserts messages. */
async function calmly(people: number): Promise<void> {
  await using server = await BenchServer.start();
  const token = await server.register('calm');
  const roomId = await server.room(token, 'calm');
  const forgetful = async (): Promise<number[]> => {
    using plain = await Baseline.start('socket.io');
    return await calm({ port: plain.port, token: '', roomId }, people);
  };
  const storing = async (): Promise<number[]> => {
    // The same database, whose disk is the limit for both.
    using plain = await Baseline.start('socket.io', server.databaseUri);
    return await calm({ port: plain.port, token: '', roomId }, people);
  };
  const plain = await forgetful();
  const stored = await storing();
  const times = await calm({ port: server.port, token, roomId }, people);
  for (const p of [0.5, 0.99])
    for (const [name, others] of [
      ['plain socket.io', plain],
      ['socket.io with an insert', stored],
    ] as const)
      report(`sender to each of ${people}, at 10,000 deliveries/s, p${p * 100}`, percentile(times, p), 'ms', {
        name,
        value: percentile(others, p),
      });
}

/** Fan-out to a room, each size beside servers without storage and authentication. */
export async function fanOut(): Promise<void> {
  for (const people of [100, 500, 1000]) {
    const messages = Math.round(150_000 / people);
    const ws = await deliveriesPerSecond('ws', people, messages);
    const plain = await deliveriesPerSecond('socket.io', people, messages);
    await using server = await BenchServer.start();
    const rate = await saturate(server, people);
    const what = `fan-out to ${people}, persisted, deliveries`;
    report(what, rate, '/s', { name: 'bare ws', value: ws });
    report(what, rate, '/s', { name: 'plain socket.io', value: plain });
  }
  for (const people of CALM_SECONDS.keys()) await calmly(people);
}
