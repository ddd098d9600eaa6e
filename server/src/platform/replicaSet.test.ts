import { randomUUID } from 'node:crypto';
import type { MessagePage } from '@parley/shared/messages';
import { expect, it } from 'vitest';
import { privateRoom, say } from '../test/build.js';
import { findMongod, ReplicaSet } from '../test/replicaSet.js';
import { startServer } from '../test/startServer.js';

it.skipIf(findMongod() === undefined)(
  'what only one of three members has written is neither acknowledged nor shown, and is there once when they go on',
  async () => {
    await using set = await ReplicaSet.make(3);
    if (!set) return expect.fail('there is a mongod');
    await using server = await startServer({ MONGODB_URI: set.uri() }, 'parley');
    const { alice, bob } = await server.cast();
    const { roomId } = await privateRoom(alice, [bob]);
    await say(alice, roomId, 'sure');
    const ears = await alice.connect();
    const primary = await set.primary();
    const others = set.members.filter((member) => member !== primary);
    const thaw = (): void => others.forEach((member) => void member.thaw());
    // Also after a failure, before the server is ended: it would wait for them.
    using _thawed = { [Symbol.dispose]: thaw };
    for (const member of others) member.freeze();

    const unsure = { roomId, clientId: randomUUID(), text: 'unsure' };
    // No answer is fine, too: clients then send it again.
    const offer = ears.ask('message:send', unsure).then(
      ({ ok }) => ok,
      () => false,
    );
    const shown: string[] = [];
    const look = async (): Promise<void> => {
      const answer = await bob.get(`/rooms/${roomId}/messages`).timeout(20_000);
      if (answer.status === 200) shown.push(...(answer.body as MessagePage).messages.map(({ text }) => text));
      else expect(answer.status).toBe(503);
    };
    while ((await Promise.race([offer, look()])) === undefined);
    expect(await offer).toBe(false);
    expect(shown).toContain('sure');
    expect(shown).not.toContain('unsure');

    thaw();
    await set.primary();
    await expect.poll(async () => (await ears.ask('message:send', unsure)).ok).toBe(true);
    const after = await bob.get(`/rooms/${roomId}/messages`).expect(200);
    const texts = (after.body as MessagePage).messages
      .filter(({ notice }) => !notice)
      .map(({ text }) => text);
    expect(texts).toEqual(['sure', 'unsure']);
  },
);
