import { describe, expect, it } from 'vitest';
import { openForPushes, PushService, registerDevice } from '../../test/pushService.js';

const words = { title: 'Parley', body: 'A test' };

describe('a test of all one’s devices', () => {
  it('rings on each and says what their push services answered, and on nobody else’s', async () => {
    await using server = await openForPushes();
    await using service = await PushService.open();
    const { alice, bob } = await server.cast();
    await registerDevice(alice, service, 'alice');
    await registerDevice(bob, service, 'bob');
    const answer = await alice.post('/me/push/test-all', words).expect(200);
    const host = new URL(service.subscription().endpoint).host;
    expect(answer.body).toEqual({ devices: [{ service: host, outcome: 'sent', status: 201 }] });
    expect(service.got.map(({ payload }) => payload)).toEqual([{ kind: 'test', ...words }]);
    service.status = 403;
    expect((await alice.post('/me/push/test-all', words).expect(200)).body).toMatchObject({
      devices: [{ outcome: 'failed', status: 403 }],
    });
    service.status = 410;
    expect((await alice.post('/me/push/test-all', words).expect(200)).body).toMatchObject({
      devices: [{ outcome: 'gone', status: 410 }],
    });
    // That browser has unsubscribed, so there is none any more.
    expect((await alice.post('/me/push/test-all', words).expect(409)).body).toMatchObject({
      key: 'push.noDevices',
    });
    await alice.post('/me/push/test-all', { title: 'x'.repeat(81), body: '' }).expect(400);
  });

  it('says that a push service cannot be reached', async () => {
    await using server = await openForPushes();
    const { alice } = await server.cast();
    await using service = await PushService.open();
    const gone = service.subscription();
    await alice.put('/me/push', { ...gone, endpoint: 'http://127.0.0.1:9/a' }).expect(204);
    expect((await alice.post('/me/push/test-all', words).expect(200)).body).toEqual({
      devices: [{ service: '127.0.0.1:9', outcome: 'failed', status: null }],
    });
  });
});
