import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import WebSocket from 'ws';
import { Connection } from '../../../client/src/sync/connection';
import { Node } from '../../world/programs';
import { until } from '../../world/until';
import { Wire } from '../../world/wire';
import type { Caller } from '../caller';
import type { Finding } from '../checker';
import { between, type Scenario } from '../scenario';
import type { Scene } from '../scene';
import type { Stage } from '../stage';

/** How many people share the connections of a crowd. */
const PEOPLE = 50;
/** When all must be reconnected, in ms, and what part of them may reconnect within one second. */
const BACK_MS = 30_000;
const MOST_IN_A_SECOND = 0.4;
/** They connect in groups: the first connection is not what is tested. */
const ADMITTED_AT_ONCE = 50;

async function crowd(scene: Scene, stage: Stage, count: number, wire: Wire) {
  const people: Caller[] = [];
  for (let i = 0; i < Math.min(PEOPLE, count); i++) people.push(await scene.caller(`p${i}`, stage.node(0)));
  for (const person of people) person.stop();
  const online = new Set<number>();
  const backAt: number[] = [];
  const connections = Array.from(
    { length: count },
    (_, i) =>
      new Connection({
        url: `http://127.0.0.1:${wire.port}`,
        token: () => Promise.resolve(people[i % people.length]?.token),
        onTokenRefused: () => undefined,
        onState: (state) => {
          if (state !== 'online') return void online.delete(i);
          online.add(i);
          backAt.push(Date.now());
        },
        onEvent: () => undefined,
        transports: ['websocket'],
      }),
  );
  for (let i = 0; i < count; i += ADMITTED_AT_ONCE) {
    for (const connection of connections.slice(i, i + ADMITTED_AT_ONCE)) connection.open();
    await until(() => online.size >= Math.min(count, i + ADMITTED_AT_ONCE), 'they are there', 60_000);
  }
  return { connections, online, backAt };
}

export const comeBack: Scenario = {
  id: 18,
  name: 'all-come-back',
  says: 'the server of 2,000 clients is killed: all are back on the others within 30 s, and no second sees more than 40 % of them',
  unit: 'clients',
  // Of a hundred, chance alone puts more than 40 % into one second now and then.
  counts: { smoke: 0, ci: 2000, soak: 2000 },
  run: async ({ scene, stage, count, step }) => {
    const wire = await new Wire(stage.node(0)).listen();
    const { connections, online, backAt } = await crowd(scene, stage, count, wire);
    // A balancer in front: the remaining nodes take turns.
    let turn = 0;
    wire.to = {
      get port() {
        return stage.node(1 + (turn++ % 2)).port;
      },
    };
    backAt.length = 0;
    await stage.node(0).kill();
    const began = Date.now();
    await until(() => online.size < count / 2, 'they have noticed', 10_000);
    await until(() => online.size === count, 'all are back', BACK_MS + 10_000).catch(() => undefined);
    const took = Math.max(...backAt, began) - began;
    const seconds = new Map<number, number>();
    for (const at of backAt) {
      const second = Math.floor((at - began) / 1000);
      seconds.set(second, (seconds.get(second) ?? 0) + 1);
    }
    const most = Math.max(0, ...seconds.values()) / count;
    for (const connection of connections) connection.close();
    wire.close();
    await stage.heal();
    step(count);
    const { findings } = await scene.verdict();
    const wrong = (what: string): void => void findings.push({ rule: 'slow', who: 'all', what });
    if (online.size < count || took > BACK_MS) wrong(`${online.size} were back after ${took} ms`);
    if (most > MOST_IN_A_SECOND) wrong(`${Math.round(most * 100)} % of them came in one second`);
    return {
      findings,
      figures: `back within ${(took / 1000).toFixed(1)} s, ${Math.round(most * 100)} % in the fullest second`,
    };
  },
};

/** People who connect and disconnect, and what each does while connected. */
const CHURNERS = 200;
const WARM_ROUNDS = 3;
const RESTING_MS = 8000;
/** Permitted growth of a server's heap after all rounds, compared with the first ones. */
const MOST_HEAP_GROWTH = 8 * 1024 * 1024;
const MOST_HANDLES_GROWTH = 10;

/** The heap of the process after garbage collection. Source of the methods: V8's inspector protocol. */
async function held(inspectorPort: number): Promise<{ heap: number; handles: number }> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectorPort}/json/list`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  const ask = async <T>(method: string, params: object = {}): Promise<T> => {
    socket.send(JSON.stringify({ id: 1, method, params }));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    return (JSON.parse(answer.toString()) as { result: T }).result;
  };
  // Twice: finalizers of the first may have released more.
  for (let i = 0; i < 2; i++) await ask('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await ask<{ usedSize: number }>('Runtime.getHeapUsage');
  const { result } = await ask<{ result: { value: number } }>('Runtime.evaluate', {
    expression: 'process.getActiveResourcesInfo().length',
  });
  socket.close();
  return { heap, handles: result.value };
}

export const churn: Scenario = {
  id: 21,
  name: 'churn',
  says: '200 clients come, look into a room, say something and go, for half an hour: the server holds no more than after the first rounds',
  unit: 'rounds',
  counts: { smoke: 0, ci: 12, soak: 400 },
  parts: { minutes: 40 },
  run: async ({ scene, stage, count, random, step }) => {
    const inspectorPort = 20_000 + Math.floor(random() * 10_000);
    await using node = new Node({
      ...stage.node(0).settings,
      NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort} --inspect-publish-uid=http`,
    });
    await node.start();
    const people: Caller[] = [];
    for (let i = 0; i < 20; i++) people.push(await scene.caller(`p${i}`, stage.node(0)));
    const roomId = await scene.room();
    for (const person of people) person.stop();
    const visit = async (i: number): Promise<void> => {
      await setTimeout(between(random, 0, 1500));
      const visitor = people[i % people.length]?.on(node);
      if (!visitor) return;
      await until(() => visitor.connected, 'connected');
      await visitor.ask('room:open', { roomId, sinceRev: null });
      await visitor.ask('typing:start', { roomId });
      if (i % 4 === 0) await visitor.say({ roomId, clientId: randomUUID(), text: `visit ${i}` });
      await setTimeout(between(random, 0, 500));
      visitor.stop();
    };
    // A disconnected person is offline only after some seconds.
    const rest = (): ReturnType<typeof held> => setTimeout(RESTING_MS).then(() => held(inspectorPort));
    const findings: Finding[] = [];
    let first = { heap: 0, handles: 0 };
    for (let round = 0; round < count; round++) {
      await Promise.all(Array.from({ length: CHURNERS }, (_, i) => visit(i)));
      if (round + 1 === WARM_ROUNDS) first = await rest();
      step(round + 1);
    }
    const last = await rest();
    const { findings: seen } = await scene.verdict();
    const heap = last.heap - first.heap;
    const handles = last.handles - first.handles;
    const wrong = (what: string): void => void findings.push({ rule: 'grows', who: 'server', what });
    if (heap > MOST_HEAP_GROWTH) wrong(`the heap grew by ${Math.round(heap / 1024)} KB`);
    if (handles > MOST_HANDLES_GROWTH) wrong(`${handles} handles more`);
    return {
      findings: [...findings, ...seen],
      figures: `${count * CHURNERS} visits, heap ${heap >= 0 ? '+' : ''}${Math.round(heap / 1024)} KB, handles ${handles >= 0 ? '+' : ''}${handles}`,
    };
  },
};
