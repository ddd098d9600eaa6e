import { limits } from '@parley/shared/limits';
import { readUpTo } from '@parley/shared/unread';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { unreadOf } from '../../../client/src/core/state/rooms';
import { changeSomething, pick, type World } from '../../world/changes';
import type { Client } from '../../world/client';
import { until } from '../../world/until';
import { playActs, playSideBySide } from '../acts';
import type { Finding } from '../checker';
import { between, type Run, type Scenario } from '../scenario';
import type { Scene } from '../scene';
import type { Witness } from '../witness';

/** Changes of one program. */
const LENGTH = 30;
/** After this many programs or loads everything is checked and continues in other rooms. */
const ACT = { programs: 25, loads: 10 };
/** Worlds side by side in the longest tier: they use two cores. */
const WORLDS = 6;
const MANY = 200;
const PEOPLE = ['ana', 'bo', 'cy', 'di'];
/** The first world has all of them, the others three, two, four, three … */
const FEWER = 3;
const worldsFor = (count: number): number => (count < MANY ? 1 : WORLDS);
/** How long a client may need until its state equals the server's: what a killed server did not publish must be noticed first. */
const SAME_MS = 20_000;

/** Attempts that may fail, because a wire is cut or another client was faster. */
class Attempts {
  private readonly all: Promise<unknown>[] = [];
  add(work: Promise<unknown>): void {
    this.all.push(work.catch(() => undefined));
  }
  async ended(): Promise<void> {
    await Promise.all(this.all);
  }
}

/** Compares a client's state, from its snapshot and the events since, with a fresh answer of the server. */
async function knowsAll({ name, client }: Witness): Promise<Finding[]> {
  const same = async (): Promise<boolean> => isDeepStrictEqual(client.known(), await client.requested());
  return await until(same, 'the same', SAME_MS).then(
    () => [],
    async () => [{ rule: 'snapshot', who: name, what: difference(client.known(), await client.requested()) }],
  );
}

/** Where a client's state differs from what was published, as a path. */
function difference(has: unknown, published: unknown, path = ''): string {
  if (isDeepStrictEqual(has, published)) return '';
  const both = [has, published].every((value) => typeof value === 'object' && value !== null);
  if (!both) return `${path}: has ${JSON.stringify(has)}, is told ${JSON.stringify(published)}`;
  const [own, other] = [has, published] as [Record<string, unknown>, Record<string, unknown>];
  const names = new Set([...Object.keys(own), ...Object.keys(other)]);
  const parts = [...names].map((name) => difference(own[name], other[name], `${path}/${name}`));
  return parts.filter((part) => part !== '').join('; ');
}

/** A person's unread messages and mentions, counted again from what is stored. */
async function counts(scene: Scene, { name, userId, client }: Witness, roomId: string): Promise<Finding[]> {
  const state = client.store.getState().rooms.byId[roomId];
  if (!state) return [{ rule: 'counts', who: name, what: 'does not know the room' }];
  const { readSeq } = state.member;
  const from = readUpTo(state.member);
  const calls = (await scene.callsAfter(roomId, userId, readSeq)).slice(-limits.callsKnown);
  const last = await scene.countStored(roomId);
  // Independent of the code of the page and the server.
  const unread = (await scene.saidAfter(roomId, from)).filter(
    ({ seq, authorId, deleted }) =>
      seq <= last - limits.uncountedKnown || (!deleted && (authorId !== userId || seq <= readSeq)),
  ).length;
  const wrong: Finding[] = [];
  if (state.headSeq !== last)
    wrong.push({
      rule: 'counts',
      who: name,
      what: `${state.headSeq - from} places behind of ${last - from}`,
    });
  if (unreadOf(state) !== unread)
    wrong.push({ rule: 'counts', who: name, what: `${unreadOf(state)} unread and not ${unread}` });
  if (!isDeepStrictEqual(state.mentionSeqs, calls))
    wrong.push({
      rule: 'counts',
      who: name,
      what: `called at ${state.mentionSeqs.join()}, and not at ${calls.join()}`,
    });
  return wrong;
}

/** Disconnects a client, reconnects it, moves it to another node, or reopens its page. */
async function moveAbout(random: () => number, client: Client, nodes: { port: number }[]): Promise<void> {
  const what = random();
  if (what < 0.4) client.wire.cut();
  else if (what < 0.75) client.wire.mend();
  else if (what < 0.9) client.wire.to = pick(random, nodes);
  else {
    client.wire.mend();
    await client.reload();
  }
}

async function playPrograms(run: Run, world: number): Promise<{ findings: Finding[]; changes: number }> {
  const { scene, stage, random } = run;
  const people = PEOPLE.slice(0, PEOPLE.length - (world % FEWER));
  for (const [i, name] of people.entries()) await scene.witness(name, stage.node(i));
  let changes = 0;
  const played = await playActs(run, ACT.programs, async () => {
    const [roomId, sideId] = [await scene.room(), await scene.sideRoom()];
    const program = async (attempts: Attempts): Promise<void> => {
      const world: World = { clients: scene.witnesses.map(({ client }) => client), roomId, sideId };
      for (let i = 0; i < LENGTH; i++) {
        const who = pick(random, scene.witnesses);
        const other = pick(random, scene.witnesses);
        if (random() < 0.2) await moveAbout(random, who.client, stage.nodes);
        else if (random() < 0.1) attempts.add(who.say(roomId, `listen, @${other.name}`));
        else attempts.add(changeSomething(random, world, who.client));
        changes += 1;
        await setTimeout(between(random, 0, 20));
      }
    };
    const round = async (): Promise<Finding[]> => {
      const attempts = new Attempts();
      await program(attempts);
      for (const { wire, client } of scene.witnesses) {
        wire.mend();
        client.core.hurry();
      }
      await attempts.ended();
      await scene.allSent();
      // After reopening the page a person enters the room again; the others must be there by themselves.
      for (const witness of scene.witnesses) if (!witness.looksInto(roomId)) await witness.enter(roomId);
      const findings: Finding[] = [];
      for (const witness of scene.witnesses)
        findings.push(...(await knowsAll(witness)), ...(await counts(scene, witness, roomId)));
      return findings;
    };
    return { round };
  });
  const { findings } = await scene.verdict();
  return { findings: [...played, ...findings], changes };
}

export const programs: Scenario = {
  id: 10,
  name: 'programs',
  says: 'random programs of 30 changes of every kind, with cuts: what a client has of its snapshot and the events is a fresh snapshot, and unread and mentions are what is stored (13)',
  unit: 'programs',
  counts: { smoke: 2, ci: 60, soak: 50_000 },
  parts: { count: 1000 },
  run: async (run) => {
    const { findings, changes } = await playSideBySide(run, worldsFor(run.count), playPrograms);
    return { findings, figures: `${changes.toLocaleString('en')} changes, the same from old and new` };
  },
};

async function playLoads(run: Run): Promise<{ findings: Finding[]; changes: number }> {
  const { scene, stage, random } = run;
  for (const [i, name] of ['ana', 'bo', 'cy'].entries()) await scene.witness(name, stage.node(i));
  // The first of them owns the rooms.
  const [owner, reader, other] = scene.witnesses;
  if (!owner || !reader || !other) throw new Error('three were made');
  const writers = [owner, other];
  const clients = scene.witnesses.map(({ client }) => client);
  let changes = 0;
  const played = await playActs(run, ACT.loads, async () => {
    const [roomId, sideId] = [await scene.room(), await scene.sideRoom()];
    const change = async (attempts: Attempts, until: AbortSignal): Promise<void> => {
      while (!until.aborted) {
        const { client } = pick(random, writers);
        const said = random() < 0.2 ? client.core.send({ roomId, text: `now, @${reader.name}` }) : undefined;
        attempts.add(said ?? changeSomething(random, { clients, roomId, sideId }, client));
        changes += 1;
        await setTimeout(between(random, 0, 10));
      }
    };
    const round = async (): Promise<Finding[]> => {
      const attempts = new Attempts();
      const loaded = new AbortController();
      // Each answer is delayed, and some arrive in pieces, so that changes fall between any two steps of the load.
      const delayMs = between(random, 2, 40);
      reader.wire.disturb({ delayMs: delayMs / 4 }, random() < 0.3 ? { delayMs, piece: 500 } : { delayMs });
      const changing = change(attempts, loaded.signal);
      await reader.anew(roomId);
      await setTimeout(between(random, 0, 50));
      loaded.abort();
      await changing;
      reader.wire.mend();
      await attempts.ended();
      await scene.allSent();
      return [...(await knowsAll(reader)), ...(await counts(scene, reader, roomId))];
    };
    return { round };
  });
  const { findings } = await scene.verdict();
  return { findings: [...played, ...findings], changes };
}

export const loading: Scenario = {
  id: 11,
  // Rules of docs/spec.md: U-6, U-12.
  name: 'changes-while-loading',
  says: 'somebody opens the page on a slow wire while others change everything: what they then have is what is',
  unit: 'rounds',
  counts: { smoke: 2, ci: 30, soak: 2000 },
  parts: { count: 250 },
  run: async (run) => {
    const { findings, changes } = await playSideBySide(run, worldsFor(run.count), playLoads);
    return {
      findings,
      figures: `${changes.toLocaleString('en')} changes fell into them`,
    };
  },
};
