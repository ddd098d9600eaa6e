import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { OpenedRoom } from '@parley/shared/sync';
import { until } from '../../world/until';
import type { Caller } from '../caller';
import { between, type Run, type Scenario } from '../scenario';
import type { Scene } from '../scene';
import type { Stage } from '../stage';
import { seenOf } from '../witness';

/** How often one message is offered at once. */
const AT_ONCE = 20;

export const retries: Scenario = {
  id: 4,
  // Rules of docs/spec.md: C-8.
  name: 'retries',
  says: 'one message is offered 20 times at once, over both transports and two nodes, again after a restart, with another text, and by somebody else: one row each, the first is answered',
  unit: 'offers',
  counts: { smoke: 200, ci: 3000, soak: 50_000 },
  run: async ({ scene, stage, count, step }) => {
    const ana = await scene.caller('ana', stage.node(0));
    const bo = await scene.caller('bo', stage.node(1));
    const roomId = await scene.room();
    const asAna = await twin(scene, ana, stage);
    let offers = 0;
    let refused = 0;
    const offer = async (who: Caller, clientId: string, i: number): Promise<void> => {
      offers += 1;
      const text = i % 5 === 4 ? `other words ${i}` : `words of ${who.name}`;
      const over = i % 2 === 0 ? 'socket' : 'rest';
      await who.say({ roomId, clientId, text }, over).catch(() => {
        refused += 1;
      });
    };
    const ids: string[] = [];
    while (offers < count) {
      const clientId = randomUUID();
      ids.push(clientId);
      const all = Array.from({ length: AT_ONCE }, (_, i) =>
        offer(i % 10 === 9 ? bo : i % 4 < 2 ? ana : asAna, clientId, i),
      );
      await Promise.all(all);
      // Half way one node is restarted: its memory of earlier offers is gone.
      if (ids.length === Math.ceil(count / AT_ONCE / 2)) {
        await stage.node(1).kill();
        await stage.node(1).start();
        await Promise.all(ids.slice(-5).map((id, i) => offer(asAna, id, i)));
      }
      step(offers);
    }
    const { findings, stored } = await scene.verdict();
    const rows = stored.filter((row) => row.roomId === roomId && !row.notice).length;
    // Another person has sent each one once too, as a separate message.
    if (rows !== ids.length * 2)
      findings.push({ rule: 'twice', who: 'all', what: `${rows} rows of ${ids.length * 2}` });
    return { findings, figures: `${rows} rows, ${refused} offers without an answer` };
  },
};

/** The same person on another node. */
async function twin(scene: Scene, of: Caller, stage: Stage): Promise<Caller> {
  const caller = of.on(stage.node(1));
  scene.callers.push(caller);
  await until(() => caller.connected, 'the twin is connected');
  return caller;
}

/** Concurrent sends of each writer. */
const LANES = 5;
/** … for a million changes, with several messages in each send. */
const MANY_LANES = 25;
const TOGETHER = 3;

/** Sends messages, some concurrently, and retries until each is acknowledged. */
async function sayAll(caller: Caller, roomId: string, count: number, said: () => void): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const clientId = randomUUID();
      const text = `${caller.name} says ${next++}`;
      for (let tried = 0; tried < 50; tried++) {
        const done = await caller.say({ roomId, clientId, text }).then(
          () => true,
          () => false,
        );
        if (done) break;
        await setTimeout(100);
      }
      said();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** Messages before everybody is checked and the screens are reset: a page does not hold 500,000 messages either. */
const LEG = 5000;

export const writers: Scenario = {
  id: 5,
  // Rules of docs/spec.md: C-1, C-2.
  name: 'writers',
  says: 'eight writers on three nodes in one room: every history is the database’s',
  unit: 'messages',
  counts: { smoke: 600, ci: 12_000, soak: 500_000 },
  parts: { minutes: 50 },
  run: async ({ scene, stage, count, step }) => {
    for (let i = 0; i < 3; i++) await scene.witness(`reader${i}`, stage.node(i));
    for (let i = 0; i < 8; i++) await scene.caller(`writer${i}`, stage.node(i));
    const roomId = await scene.room();
    let said = 0;
    const began = Date.now();
    let writing = 0;
    while (said < count) {
      const leg = Math.min(LEG, count - said);
      const start = Date.now();
      await Promise.all(
        scene.callers.map((caller) => sayAll(caller, roomId, Math.ceil(leg / 8), () => step(++said))),
      );
      writing += Date.now() - start;
      await scene.settle();
      if (said >= count) break;
      for (const reader of scene.witnesses) await reader.anew(roomId);
    }
    const seconds = (Date.now() - began) / 1000;
    const { findings } = await scene.verdict();
    return {
      findings,
      figures: `${Math.round(said / (writing / 1000)).toLocaleString('en')} messages/s acknowledged, ${seconds.toFixed(0)} s in all`,
    };
  },
};

export const changesSince: Scenario = {
  id: 7,
  // Rules of docs/spec.md: C-3.
  name: 'changes-since',
  says: 'somebody polls for changes while writers on two nodes send and edit: no rev is ever skipped',
  unit: 'revs',
  counts: { smoke: 1500, ci: 8000, soak: 1_000_000 },
  parts: { minutes: 25 },
  run: async ({ scene, stage, count, step }) => {
    const poller = await scene.caller('poller', stage.node(2));
    const authors = [
      await scene.caller('ana', stage.node(0)),
      await scene.caller('bo', stage.node(1)),
      await scene.caller('cy', stage.node(0)),
      await scene.caller('di', stage.node(1)),
    ];
    const roomId = await scene.room();
    let since = 0;
    let resets = 0;
    let polls = 0;
    const change = async (author: Caller, own: string[]): Promise<void> => {
      const texts = Array.from({ length: TOGETHER }, (_, i) => `${author.name} says ${i}`);
      own.push(...(await author.sayAll(roomId, texts)).map(({ messageId }) => messageId));
      // Every second change is of an older message, which moves it to the end of the changes.
      const middle = Math.floor(own.length / 2);
      const emoji = encodeURIComponent(own.length % 4 < 2 ? '👍' : '🎉');
      for (const older of own.slice(middle, middle + TOGETHER))
        await author.request(
          `/messages/${older}/reactions/${emoji}`,
          own.length % 9 === 0 ? 'DELETE' : 'PUT',
        );
    };
    const write = async (author: Caller, own: string[]): Promise<void> => {
      // Failed ones do not count: the check is that stored changes are published.
      while (since < count) await change(author, own).catch(() => undefined);
    };
    const writing = Promise.all(
      authors.flatMap((author) => {
        const own: string[] = [];
        return Array.from({ length: MANY_LANES }, () => write(author, own));
      }),
    );
    while (since < count) {
      const opened = await poller.ask<OpenedRoom>('room:open', { roomId, sinceRev: since });
      polls += 1;
      if (opened.kind === 'reset') {
        resets += 1;
        since = opened.headRev;
        continue;
      }
      const messages = opened.messages.map(seenOf);
      poller.log.write({ kind: 'polled', at: Date.now(), roomId, since, messages });
      since = messages.at(-1)?.rev ?? since;
      step(since);
    }
    await writing;
    const { findings } = await scene.verdict();
    if (resets > 0) findings.push({ rule: 'reset', who: 'poller', what: `fell behind ${resets} times` });
    return { findings, figures: `${polls.toLocaleString('en')} polls` };
  },
};

async function killDatabase({ scene, stage, count, random, step }: Run): Promise<number> {
  for (let i = 0; i < 8; i++) await scene.caller(`writer${i}`, stage.node(i));
  const roomId = await scene.room();
  let going = true;
  let said = 0;
  const write = async (caller: Caller): Promise<void> => {
    while (going) {
      const published = await caller
        .say({ roomId, clientId: randomUUID(), text: `${caller.name} says` })
        .then(
          () => true,
          () => false,
        );
      if (published) said += 1;
      else await setTimeout(20);
    }
  };
  const writing = Promise.all(scene.callers.map(write));
  for (let round = 0; round < count; round++) {
    await setTimeout(between(random, 50, 300));
    await stage.database.kill();
    await stage.database.start();
    const before = said;
    // The servers reconnect to it by themselves.
    await until(() => said > before, 'messages are acknowledged again', 30_000);
    step(round + 1);
  }
  going = false;
  await writing;
  return said;
}

export const databaseKill: Scenario = {
  id: 22,
  // Rules of docs/spec.md: C-10.
  name: 'database-kill-9',
  says: 'the database is killed under load: no answered write is lost, the servers go on by themselves',
  unit: 'kills',
  counts: { smoke: 2, ci: 20, soak: 500 },
  parts: { count: 100 },
  run: async (run) => {
    const said = await killDatabase(run);
    const { findings } = await run.scene.verdict();
    return { findings, figures: `${said.toLocaleString('en')} messages acknowledged, all there` };
  },
};
