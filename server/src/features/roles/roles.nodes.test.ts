import { randomBytes } from 'node:crypto';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { inject, it } from 'vitest';
import { privateRoom, say } from '../../test/build.js';
import { Person, startServer } from '../../test/startServer.js';

const redisUrl = inject('redisUrl');

it.skipIf(!redisUrl)(
  'a right taken on one node is refused on the other as soon as its pages sync, and webhooks made by it are silent',
  async () => {
    const database = `t${randomBytes(6).toString('hex')}`;
    const environment = { REDIS_URL: redisUrl ?? '', FILES_STORE: 'gridfs' };
    await using one = await startServer(environment, database);
    await using two = await startServer(environment, database);
    const { alice, bob } = await one.cast();
    const bobOnTwo = new Person(two, bob.granted, bob.username);
    const { roomId } = await privateRoom(alice, [bob]);
    const made = await say(bob, roomId, 'words');
    await alice.put('/rights/rules', { roles: { webhooks: ['owner', 'admin', 'member'] } }).expect(200);
    const hook = (await bob.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    const post = () => two.api().post(hook.path).send({ text: 'built' });
    const ears = await bobOnTwo.connect();
    await bobOnTwo.put(`/messages/${made.messageId}/pin`).expect(200);
    await bobOnTwo.delete(`/messages/${made.messageId}/pin`).expect(200);
    await post().expect(200);
    await alice.put('/rights/rules', { roles: { pin: ['owner'], webhooks: ['owner'] } }).expect(200);
    await ears.wait('sync:due');
    await bobOnTwo.put(`/messages/${made.messageId}/pin`).expect(403);
    await post().expect(404);
    ears.close();
  },
);
