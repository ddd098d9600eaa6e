import { setTimeout } from 'node:timers/promises';
import { until } from '../../world/until';
import type { Outcome, Run, Scenario } from '../scenario';
import type { Scene } from '../scene';
import { BEACON_SECONDS } from '../stage';
import type { Witness } from '../witness';

/** How long an eviction may take on all nodes, in ms: with Redis, and without it. */
const GONE_MS = 2000;
const GONE_WITHOUT_REDIS_MS = 30_000;

interface Way {
  /** Loses the room alone, or everything. */
  ends: 'room' | 'all';
  how: (at: { scene: Scene; owner: Witness; victim: Witness; roomId: string }) => Promise<unknown>;
}

const removed: Way = {
  ends: 'room',
  how: ({ owner, victim, roomId }) =>
    owner.client.core.api.request('DELETE /rooms/{roomId}/members/{userId}', {
      path: { roomId, userId: victim.userId },
    }),
};
const deactivated: Way = {
  ends: 'all',
  how: ({ owner, victim }) =>
    owner.client.core.api.request('PATCH /users/{userId}', {
      path: { userId: victim.userId },
      body: { active: false },
    }),
};
const signedOutEverywhere: Way = {
  ends: 'all',
  how: async ({ scene, victim }) => {
    const elsewhere = await scene.elsewhere(victim);
    await elsewhere.request('/me/sessions', 'DELETE');
  },
};
const passwordChanged: Way = {
  ends: 'all',
  how: async ({ scene, victim }) => {
    const elsewhere = await scene.elsewhere(victim);
    await elsewhere.request('/me/password', 'POST', {
      currentPassword: `${victim.name} has a password`,
      newPassword: `${victim.name} has another one`,
    });
  },
};

async function admit(owner: Witness, victim: Witness, roomId: string): Promise<void> {
  const path = { roomId, userId: victim.userId };
  await owner.client.core.api.request('PUT /rooms/{roomId}/members/{userId}', { path, body: {} });
  await victim.enter(roomId);
}

async function speak(owner: Witness, roomId: string, text: string): Promise<void> {
  for (let i = 0; i < 4; i++) await owner.say(roomId, `${text}, ${i}`);
  await until(() => owner.client.pending === 0, 'the owner has spoken');
  // Pending events have arrived: they were published before the acknowledgement.
  await setTimeout(100);
}

export const kicked: Scenario = {
  id: 14,
  // Rules of docs/spec.md: U-7.
  name: 'kicked-while-away',
  says: 'somebody is removed or deactivated while offline and comes back on another node, by either transport: they hear nothing',
  unit: 'rounds',
  counts: { smoke: 4, ci: 30, soak: 200 },
  run: async ({ scene, stage, count, step }) => {
    const owner = await scene.admin('owner', stage.node(0));
    const roomId = await scene.room();
    for (let round = 0; round < count; round++) {
      const transport = round % 2 === 0 ? 'websocket' : 'polling';
      const victim = await scene.witness(`v${round}`, stage.node(1), [transport]);
      await admit(owner, victim, roomId);
      const way = Math.floor(round / 2) % 2 === 0 ? removed : deactivated;
      victim.wire.cut();
      await way.how({ scene, owner, victim, roomId });
      victim.log.write({ kind: 'out', at: Date.now(), roomId: way.ends === 'room' ? roomId : null });
      victim.wire.to = stage.node(2);
      victim.wire.mend();
      victim.client.core.hurry();
      await speak(owner, roomId, `without ${victim.name}`);
      const { store } = victim.client;
      const knows = (): boolean =>
        way.ends === 'room'
          ? store.getState().session.connection === 'online' && !(roomId in store.getState().rooms.byId)
          : store.getState().session.me === undefined;
      await until(knows, `${victim.name} knows`, 15_000);
      await speak(owner, roomId, `still without ${victim.name}`);
      scene.dismiss(victim);
      step(round + 1);
    }
    await scene.settle();
    const { findings } = await scene.verdict();
    return { findings, figures: 'nothing was heard afterwards' };
  },
};

async function revoke({ scene, stage, count, step }: Run, withinMs: number): Promise<Outcome> {
  const owner = await scene.admin('owner', stage.node(0));
  const roomId = await scene.room();
  const ways = [removed, deactivated, signedOutEverywhere, passwordChanged];
  let slowest = 0;
  for (let round = 0; round < count; round++) {
    const victim = await scene.witness(`v${round}`, stage.node(round));
    await admit(owner, victim, roomId);
    const way = ways[round % ways.length] ?? removed;
    const began = Date.now();
    await way.how({ scene, owner, victim, roomId });
    const { store } = victim.client;
    const gone = (): boolean =>
      way.ends === 'room'
        ? !(roomId in store.getState().rooms.byId)
        : store.getState().session.me === undefined;
    await until(gone, 'gone', withinMs).catch(() => undefined);
    slowest = Math.max(slowest, Date.now() - began);
    victim.log.write({ kind: 'out', at: Date.now(), roomId: way.ends === 'room' ? roomId : null });
    await speak(owner, roomId, `without ${victim.name}`);
    scene.dismiss(victim);
    step(round + 1);
  }
  await scene.settle();
  const { findings } = await scene.verdict();
  if (slowest >= withinMs) findings.push({ rule: 'slow', who: 'all', what: `gone only after ${slowest} ms` });
  return { findings, figures: `gone within ${slowest} ms` };
}

export const revoked: Scenario = {
  id: 15,
  name: 'revoked',
  says: 'removed, deactivated, signed out everywhere, password changed: gone from every node within 2 s',
  unit: 'rounds',
  counts: { smoke: 4, ci: 24, soak: 200 },
  run: (run) => revoke(run, GONE_MS),
};

export const revokedWithoutRedis: Scenario = {
  id: 15,
  name: 'revoked-without-redis',
  says: 'the same while Redis is down: gone from every node within 30 s',
  unit: 'rounds',
  counts: { smoke: 0, ci: 12, soak: 100 },
  run: async (run) => {
    await run.stage.redis.stop();
    try {
      const { findings, figures } = await revoke(run, GONE_WITHOUT_REDIS_MS);
      return { findings, figures: `${figures} at a beacon of ${BEACON_SECONDS} s` };
    } finally {
      await run.stage.redis.restart();
    }
  },
};
