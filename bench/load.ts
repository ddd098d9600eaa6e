import { RawClient } from './rawClient.ts';
import { TEXT } from './world.ts';

/** The configuration of a load process. */
export interface Load {
  ports: number[];
  /** Each sends to a room of their own, which several connections of theirs receive. */
  people: { token: string; roomId: string }[];
  connections: number;
  inFlight: number;
  warmSeconds: number;
  seconds: number;
}

/** Its results, per second. */
export interface Rates {
  received: number;
  said: number;
}

async function load(work: Load): Promise<Rates> {
  const all: RawClient[] = [];
  const lanes: { speaker: RawClient; roomId: string }[] = [];
  for (const { token, roomId } of work.people) {
    // Each room's connections on every node: the worst case, in which each message has to reach all of them.
    const open = (i: number): Promise<RawClient> =>
      RawClient.open(work.ports[i % work.ports.length] ?? 0, token);
    const clients = await Promise.all(Array.from({ length: work.connections }, (_, i) => open(i)));
    all.push(...clients);
    const speaker = clients[lanes.length % clients.length];
    if (speaker) lanes.push({ speaker, roomId });
  }
  const say = async (seconds: number): Promise<number> => {
    const { inFlight } = work;
    const said = await Promise.all(
      lanes.map(({ speaker, roomId }) => speaker.sayOn({ rooms: [roomId], text: TEXT, inFlight, seconds })),
    );
    return said.reduce((sum, count) => sum + count, 0);
  };
  const received = (): number => all.reduce((sum, client) => sum + client.received, 0);
  await say(work.warmSeconds);
  const before = received();
  const began = performance.now();
  const said = await say(work.seconds);
  const elapsed = (performance.now() - began) / 1000;
  const rates = { received: (received() - before) / elapsed, said: said / elapsed };
  for (const client of all) client.close();
  return rates;
}

process.once('message', (work: Load) => {
  load(work).then(
    (rates) => process.send?.(rates, () => process.exit(0)),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
