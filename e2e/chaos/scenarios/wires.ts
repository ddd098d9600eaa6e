import { setTimeout } from 'node:timers/promises';
import { until } from '../../world/until';
import { between, type Scenario } from '../scenario';
import { Talk } from '../talk';
import type { Witness } from '../witness';

/** How long a client's wire may be disturbed, in ms. */
const LONGEST_MS = { few: 1000, many: 30_000 };
const MANY = 1000;

export const cuts: Scenario = {
  id: 6,
  name: 'cuts',
  says: 'wires of people are cut, held and go dead without a word: nothing is missing, nothing shown twice',
  unit: 'faults',
  counts: { smoke: 20, ci: 600, soak: 10_000 },
  parts: { count: 2000 },
  run: async ({ scene, stage, count, random, step }) => {
    const names = count > MANY ? Array.from({ length: 40 }, (_, i) => `p${i}`) : ['ana', 'bo', 'cy', 'di'];
    for (const [i, name] of names.entries()) await scene.witness(name, stage.node(i));
    const roomId = await scene.room();
    const talk = new Talk(scene.witnesses.slice(0, 4), roomId, 50);
    const longest = count > MANY ? LONGEST_MS.many : LONGEST_MS.few;
    let made = 0;
    const disturb = async ({ wire, client }: Witness): Promise<void> => {
      while (made < count) {
        step(++made);
        const what = random();
        if (what < 0.4) wire.cut();
        else if (what < 0.6) wire.disturb({ lost: true });
        else if (what < 0.7) wire.disturb({ held: true });
        else if (what < 0.8) wire.disturb({}, { lost: true });
        else if (what < 0.9) wire.disturb({ piece: 7, delayMs: 5 });
        else wire.disturb({ rate: 20_000 });
        // Most are short: a length between 50 ms and the longest, evenly over its magnitudes.
        await setTimeout(50 * (longest / 50) ** random());
        wire.mend();
        if (random() < 0.5) client.core.hurry();
        await setTimeout(between(random, 20, 300));
      }
    };
    await Promise.all(scene.witnesses.map(disturb));
    const said = await talk.stop();
    await scene.settle(60_000);
    const { findings } = await scene.verdict();
    return { findings, figures: `${said} messages on ${names.length} screens` };
  },
};

export const database: Scenario = {
  id: 3,
  // Rules of docs/spec.md: C-10.
  name: 'database-wire',
  says: 'the database answers late or never: nothing is acknowledged before it is written',
  unit: 'sends',
  counts: { smoke: 40, ci: 800, soak: 5000 },
  run: async ({ scene, stage, count, random, step }) => {
    for (const [i, name] of ['ana', 'bo', 'cy', 'di'].entries()) await scene.witness(name, stage.node(i));
    const roomId = await scene.room();
    let sent = 0;
    let faults = 0;
    while (sent < count) {
      const lost = random() < 0.3;
      for (const wire of stage.databaseWires) wire.disturb({}, lost ? { lost } : { held: true });
      const from = Date.now();
      const offers = scene.witnesses.map((person) => person.say(roomId, `${person.name} says ${sent++}`));
      await Promise.all(offers);
      await setTimeout(between(random, 30, 200));
      // Logged before anything can pass again.
      scene.harness.write({ kind: 'held', from, to: Date.now() });
      for (const wire of stage.databaseWires) wire.mend();
      faults += 1;
      step(sent);
      await setTimeout(between(random, 0, 60));
    }
    await scene.allSent().catch(() => undefined);
    await scene.settle();
    const { findings } = await scene.verdict();
    return { findings, figures: `${faults} times without an answer of the database` };
  },
};

export const redis: Scenario = {
  id: 9,
  // Rules of docs/spec.md: C-13.
  name: 'redis',
  says: 'Redis is killed and started again, or cut from one node: all is the same within 15 s of its return',
  unit: 'faults',
  counts: { smoke: 2, ci: 25, soak: 300 },
  parts: { count: 50 },
  run: async ({ scene, stage, count, random, step }) => {
    for (const [i, name] of ['ana', 'bo', 'cy'].entries()) await scene.witness(name, stage.node(i));
    const roomId = await scene.room();
    let slowest = 0;
    for (let round = 0; round < count; round++) {
      const talk = new Talk(scene.witnesses, roomId, 30);
      const wire = stage.redisWires[round % stage.redisWires.length];
      const what = random();
      if (what < 0.4) await stage.redis.stop();
      else if (what < 0.7) wire?.cut();
      else wire?.disturb({ lost: true });
      await setTimeout(between(random, 50, 1500));
      await talk.stop();
      if (what < 0.4) await stage.redis.restart();
      else wire?.mend();
      const began = Date.now();
      const same = (): boolean => {
        const [first, ...others] = scene.witnesses.map((witness) =>
          JSON.stringify(
            witness
              .messages(roomId)
              .slice(-50)
              .map(({ messageId, rev }) => `${messageId} ${rev}`),
          ),
        );
        return (
          scene.witnesses.every(({ client }) => client.pending === 0) && others.every((o) => o === first)
        );
      };
      await until(same, 'all show the same', 15_000).catch(() => undefined);
      slowest = Math.max(slowest, Date.now() - began);
      step(round + 1);
    }
    await scene.settle();
    const { findings } = await scene.verdict();
    if (slowest >= 15_000)
      findings.push({ rule: 'slow', who: 'all', what: `the same only after ${slowest} ms` });
    return { findings, figures: `the same within ${slowest} ms of its return, at a beacon of 500 ms` };
  },
};

/** Messages typed while offline. */
const TYPED_OFFLINE = 20;

export const offline: Scenario = {
  id: 12,
  name: 'closed-while-offline',
  says: 'a page is closed with 20 messages typed offline: opened again it sends all, in order, once',
  unit: 'rounds',
  counts: { smoke: 1, ci: 15, soak: 200 },
  run: async ({ scene, stage, count, random, step }) => {
    const writer = await scene.witness('ana', stage.node(0));
    const reader = await scene.witness('bo', stage.node(1));
    const roomId = await scene.room();
    for (let round = 0; round < count; round++) {
      const before = reader.messages(roomId).length;
      // Now and then the first ones are being sent when the network fails.
      const cutAfter = Math.floor(random() * 3);
      for (let i = 0; i < TYPED_OFFLINE; i++) {
        if (i === cutAfter) writer.wire.cut();
        await writer.say(roomId, `round ${round}, ${i}`);
      }
      writer.client.core.stop();
      writer.wire.mend();
      await writer.client.reload();
      await writer.enter(roomId);
      const all = (): boolean => reader.messages(roomId).length >= before + TYPED_OFFLINE;
      await until(all, 'all that was typed has arrived', 60_000).catch(() => undefined);
      step(round + 1);
    }
    await scene.settle();
    const { findings, stored } = await scene.verdict();
    const rows = stored.filter((row) => row.roomId === roomId && !row.notice).length;
    if (rows !== count * TYPED_OFFLINE)
      findings.push({ rule: 'lost', who: 'ana', what: `${rows} of ${count * TYPED_OFFLINE} are stored` });
    return { findings, figures: `${rows} messages typed offline, all stored once, in order` };
  },
};
