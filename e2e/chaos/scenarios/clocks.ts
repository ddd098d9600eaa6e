import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setClock, trueNow } from '../../world/skew.mjs';
import { until } from '../../world/until';
import type { Finding } from '../checker';
import type { Scenario } from '../scenario';
import type { Scene } from '../scene';
import type { Stage } from '../stage';
import { Talk } from '../talk';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Clock offsets of the nodes. */
const NODES = [5 * MINUTE, -5 * MINUTE, 0];
/** An access token lives for fifteen minutes. */
const TOKEN_LIFE = 16 * MINUTE;
/** Messages sent while the network is down and the clock is set back. */
const SAID_OFFLINE = 10;

const skewed = (offset: number): Record<string, string> => ({
  NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, '../../world/skew.mjs')).href}`,
  CLOCK_OFFSET_MS: String(offset),
});

/** An expired token is refused, also by clocks that differ from the one that made it. */
async function oldToken(scene: Scene, stage: Stage): Promise<Finding[]> {
  const { token } = await scene.caller('old', stage.node(1));
  await stage.node(2).stop();
  await stage.node(2).start(skewed(TOKEN_LIFE));
  const { status } = await fetch(`http://127.0.0.1:${stage.node(2).port}/api/v1/me`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await stage.node(2).stop();
  await stage.node(2).start(skewed(NODES[2] ?? 0));
  return status === 401 ? [] : [{ rule: 'expiry', who: 'node 2', what: `takes an old token: ${status}` }];
}

export const clocks: Scenario = {
  id: 20,
  // Rules of docs/spec.md: C-16.
  name: 'clocks',
  says: 'clocks of servers are five minutes apart either way, those of people a day, and theirs are put back: order, tokens and who is alive are right',
  unit: 'messages',
  counts: { smoke: 0, ci: 200, soak: 5000 },
  run: async ({ scene, stage, count, step }) => {
    const findings: Finding[] = [];
    for (const [i, offset] of NODES.entries()) {
      await stage.node(i).stop();
      await stage.node(i).start(skewed(offset));
    }
    setClock(DAY);
    try {
      for (const [i, name] of ['ana', 'bo', 'cy'].entries()) await scene.witness(name, stage.node(i));
      const roomId = await scene.room();
      const talk = new Talk(scene.witnesses, roomId, 20);
      await until(() => talk.count >= count, 'enough is said', 600_000);
      await talk.stop();
      step(count);
      await scene.allSent();
      // Offline, with pending messages, the clock is set back by two days: later messages must come after those.
      for (const { wire } of scene.witnesses) wire.cut();
      for (const person of scene.witnesses) await person.say(roomId, `${person.name}, before`);
      setClock(-DAY);
      for (let i = 0; i < SAID_OFFLINE; i++)
        for (const person of scene.witnesses) await person.say(roomId, `${person.name}, ${i} after`);
      await scene.settle();
      // A token made by the clock that is behind is valid at the one that is ahead, and the other way round.
      for (const [made, shown] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const caller = await scene.caller(`of${made}`, stage.node(made));
        const answer = await fetch(`http://127.0.0.1:${stage.node(shown).port}/api/v1/me`, {
          headers: { authorization: `Bearer ${caller.token}` },
        });
        if (answer.status !== 200)
          findings.push({ rule: 'expiry', who: `node ${shown}`, what: `refuses a fresh token of ${made}` });
      }
      // A status of half an hour, set by a clock that is a day off, ends in half an hour.
      const [ana] = scene.witnesses;
      const off = Math.abs((ana?.client.core.api.now().getTime() ?? 0) - trueNow());
      if (off > 5 * MINUTE + 2000)
        findings.push({ rule: 'expiry', who: ana?.name ?? '', what: `takes the time to be ${off} ms off` });
      findings.push(...(await oldToken(scene, stage)));
      for (const node of stage.nodes) {
        const url = `http://127.0.0.1:${node.port}/health/ready`;
        const others = async (): Promise<boolean> =>
          ((await (await fetch(url)).json()) as { nodes: number }).nodes === NODES.length;
        await until(others, 'all nodes are counted', 15_000).catch((error: unknown) =>
          findings.push({ rule: 'alive', who: url, what: String(error) }),
        );
      }
      const { findings: seen } = await scene.verdict();
      return { findings: [...findings, ...seen], figures: 'one order, every token good, all three counted' };
    } finally {
      setClock(0);
      for (const node of stage.nodes) {
        await node.stop();
        await node.start();
      }
    }
  },
};
