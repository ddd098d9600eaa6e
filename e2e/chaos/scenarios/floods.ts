import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import WebSocket from 'ws';
import { Node } from '../../world/programs';
import { until } from '../../world/until';
import { percentile99, type Scenario } from '../scenario';

/** A kind of flood. */
interface Flood {
  perSecond: number;
  frame: (roomId: string) => string;
  /** Duration, in ms, of floods within the limits of a connection; the others continue until the connection is cut. */
  lasts?: number;
}

/** When a flooding connection must be cut, in ms. */
const STOPPED_MS = 2000;

const FLOODS: Flood[] = [
  { perSecond: 10_000, frame: () => `42["presence:set",{"active":true}]` },
  { perSecond: 50, frame: () => `42["presence:set",{"active":"${'x'.repeat(1024 * 1024)}"}]` },
  { perSecond: 190, frame: (roomId) => `42["room:open",{"roomId":"${roomId}","sinceRev":0}]`, lasts: 1000 },
];
/** Messages in each answer of the last flood: as many as a catch-up has. */
const REQUESTED = 480;
/** Messages of a frame with several. */
const TOGETHER = 20;

/** Floods over one connection, until it is cut or for its duration; returns the time until it was cut, in ms. */
async function flood(at: { node: Node; token: string; roomId: string }, kind: Flood): Promise<number> {
  const { node, token, roomId } = at;
  const socket = new WebSocket(`ws://127.0.0.1:${node.port}/socket.io/?EIO=4&transport=websocket`);
  let open = true;
  socket.on('error', () => undefined);
  socket.on('close', () => (open = false));
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`);
      if (text.startsWith('40')) resolve();
    });
  });
  const began = Date.now();
  const frame = kind.frame(roomId);
  const isOpen = (): boolean => open;
  for (let sent = 0; isOpen() && Date.now() - began < (kind.lasts ?? 3 * STOPPED_MS);) {
    const due = ((Date.now() - began) * kind.perSecond) / 1000;
    for (; sent < due && isOpen(); sent++) socket.send(frame);
    await setTimeout(5);
  }
  socket.terminate();
  return kind.lasts === undefined ? Date.now() - began : 0;
}

export const flooder: Scenario = {
  id: 17,
  name: 'flooder',
  says: 'somebody sends 10,000 events a second, or frames of a megabyte, again and again: cut within 2 s; or asks for everything 190 times a second; the others’ p99 at most doubles',
  unit: 'floods',
  counts: { smoke: 0, ci: 12, soak: 120 },
  parts: { count: 30 },
  run: async ({ scene, stage, count, step }) => {
    // The other nodes of the stage have no limits.
    await using node = new Node({
      ...stage.node(0).settings,
      RATE_LIMITS: 'true',
      SENDS_PER_10_SECONDS: '100000',
    });
    await node.start();
    const writer = (await scene.caller('ana', stage.node(0))).on(node);
    scene.callers.push(writer);
    const villain = await scene.caller('mallory', stage.node(0));
    const roomId = await scene.room();
    await until(() => writer.connected, 'the writer is connected');
    for (let i = 0; i < REQUESTED; i += TOGETHER)
      await writer.sayAll(
        roomId,
        Array.from({ length: TOGETHER }, (_, n) => `${i + n} things to read`),
      );
    const say = async (): Promise<number> => {
      const began = performance.now();
      await writer.say({ roomId, clientId: randomUUID(), text: 'calm words' });
      return performance.now() - began;
    };
    const calm: number[] = [];
    for (let i = 0; i < 200; i++) calm.push(await say());
    const busy: number[] = [];
    let slowest = 0;
    for (let round = 0; round < count; round++) {
      let flooding = true;
      const kind = FLOODS[round % FLOODS.length] ?? FLOODS[0];
      if (!kind) break;
      const at = { node, token: villain.token, roomId };
      const flooded = flood(at, kind).finally(() => (flooding = false));
      const isFlooding = (): boolean => flooding;
      do {
        busy.push(await say());
        await setTimeout(5);
      } while (isFlooding());
      slowest = Math.max(slowest, await flooded);
      step(round + 1);
    }
    for (let i = 0; i < 50; i++) busy.push(await say());
    const { findings } = await scene.verdict();
    const wrong = (what: string): void => void findings.push({ rule: 'slow', who: 'all', what });
    if (slowest > STOPPED_MS) wrong(`a flooder was cut only after ${slowest} ms`);
    const [before, during] = [percentile99(calm), percentile99(busy)];
    // Below a few ms the machine's own noise is more than double.
    if (during > 2 * Math.max(before, 20))
      wrong(`p99 went from ${before.toFixed(0)} to ${during.toFixed(0)} ms`);
    return {
      findings,
      figures: `cut within ${slowest} ms, p99 ${before.toFixed(0)} → ${during.toFixed(0)} ms`,
    };
  },
};
