import { setTimeout } from 'node:timers/promises';
import { until } from '../../world/until';
import { playActs } from '../acts';
import { between, type Run, type Outcome, type Scenario } from '../scenario';
import { Talk } from '../talk';

/** How long after a server's start its clients may take to send all pending messages, in ms. */
const RESENT_MS = 10_000;
/** After this many restarts everything is checked and continues in another room. */
const ACT = 20;

async function killServers(run: Run): Promise<Outcome> {
  const { scene, stage, random } = run;
  for (const [i, name] of ['ana', 'bo', 'cy', 'di'].entries()) await scene.witness(name, stage.node(i % 2));
  let said = 0;
  const played = await playActs(run, ACT, async () => {
    const talk = new Talk(scene.witnesses, await scene.room(), 60);
    return {
      round: async (round) => {
        const node = stage.node(round % 2);
        await setTimeout(between(random, 20, 200));
        await node.kill();
        await node.start();
        for (const { client } of scene.witnesses) client.core.hurry();
        return [];
      },
      end: async () => void (said += await talk.stop()),
    };
  });
  const { findings } = await scene.verdict();
  return { findings: [...played, ...findings], figures: `${said} messages said, all stored once` };
}

export const kill: Scenario = {
  id: 1,
  // Rules of docs/spec.md: C-1, C-10.
  name: 'kill-9',
  says: 'a server is killed at a random moment: no acknowledged message is lost',
  unit: 'kills',
  counts: { smoke: 2, ci: 40, soak: 1000 },
  parts: { count: 200 },
  run: killServers,
};

async function drainServers(run: Run): Promise<Outcome> {
  const { scene, stage, random } = run;
  for (const name of ['ana', 'bo', 'cy', 'di', 'eli']) await scene.witness(name, stage.node(0));
  const inOutboxes = (): string[] =>
    scene.witnesses.flatMap(({ client }) =>
      client.store.getState().timelines.outbox.map(({ clientId }) => clientId),
    );
  let said = 0;
  let slowest = 0;
  const played = await playActs(run, ACT, async () => {
    // Five people, ten messages a second each.
    const talk = new Talk(scene.witnesses, await scene.room(), 100);
    return {
      round: async () => {
        await setTimeout(between(random, 100, 400));
        await stage.node(0).stop();
        const waiting = new Set(inOutboxes());
        await stage.node(0).start();
        const began = Date.now();
        const resent = (): boolean => !inOutboxes().some((clientId) => waiting.has(clientId));
        await until(resent, 'all that waited is sent again', RESENT_MS).catch(() => undefined);
        const tookMs = Date.now() - began;
        slowest = Math.max(slowest, tookMs);
        return tookMs < RESENT_MS
          ? []
          : [{ rule: 'slow', who: 'all', what: `sent again only after ${tookMs} ms` }];
      },
      end: async () => void (said += await talk.stop()),
    };
  });
  const { findings } = await scene.verdict();
  return {
    findings: [...played, ...findings],
    figures: `${said} messages said; sent again within ${slowest} ms of the start`,
  };
}

export const drain: Scenario = {
  id: 2,
  name: 'sigterm',
  says: 'a server is ended under 50 messages a second: none is lost, all are sent again within 10 s',
  unit: 'ends',
  counts: { smoke: 1, ci: 12, soak: 200 },
  parts: { count: 20 },
  run: drainServers,
};

/** In the wire protocol a command's first field is its name, with the collection as value. */
const isWriteOfMessage = (bytes: Buffer): boolean =>
  /(?:insert|update)\0.{4}messages\0/s.test(bytes.toString('latin1'));

export const crashBeforeBroadcast: Scenario = {
  id: 8,
  // Rules of docs/spec.md: C-11, U-9, U-10.
  name: 'crash-before-broadcast',
  says: 'a server is killed between write and broadcast: others see the message by the beacon, without reconnecting',
  unit: 'crashes',
  counts: { smoke: 2, ci: 20, soak: 500 },
  parts: { count: 100 },
  run: async ({ scene, stage, count, step }) => {
    const writer = await scene.witness('ana', stage.node(0));
    const reader = await scene.witness('bo', stage.node(1));
    const roomId = await scene.room();
    const wire = stage.databaseWires[0];
    let slowest = 0;
    let reconnected = 0;
    const { store } = reader.client;
    const stopWatching = store.subscribe(() => {
      if (store.getState().session.connection !== 'online') reconnected += 1;
    });
    for (let round = 0; round < count; round++) {
      await until(() => writer.client.pending === 0, 'the writer is connected');
      const before = await scene.countStored(roomId);
      // The database writes, but its answer does not arrive: the server cannot have published anything.
      wire?.holdAnswersAfter(isWriteOfMessage);
      await writer.say(roomId, `the ${round}th`);
      await until(async () => (await scene.countStored(roomId)) > before, 'the message is stored');
      await stage.node(0).kill();
      const began = Date.now();
      const seen = (): boolean => reader.messages(roomId).some(({ text }) => text === `the ${round}th`);
      await until(seen, 'the reader sees it', 15_000).catch(() => undefined);
      slowest = Math.max(slowest, Date.now() - began);
      if (!seen() || reconnected > 0)
        return {
          findings: [{ rule: 'beacon', who: 'bo', what: `round ${round} was not seen` }],
          figures: '',
        };
      wire?.reset();
      await stage.heal();
      writer.client.core.hurry();
      step(round + 1);
    }
    stopWatching();
    await scene.settle();
    const { findings } = await scene.verdict();
    return { findings, figures: `seen within ${slowest} ms at a beacon of 500 ms` };
  },
};
