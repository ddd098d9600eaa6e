import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { CallCheck } from '@parley/shared/calls/check';
import { describe, expect, it } from 'vitest';
import { hasLivekit, LivekitProcess } from '../../test/livekit.js';
import { Coturn, freeUdpPort, hasCoturn } from '../../test/coturn.js';
import { startServer, type Person } from '../../test/startServer.js';

if (!hasCoturn) process.stdout.write('The test of TURN servers was skipped: no coturn was found.\n');

/** Each verdict by what was tried. */
async function verdicts(owner: Person): Promise<Record<string, string>> {
  const { checks } = (await owner.post('/workspace/calls/test').expect(200)).body as { checks: CallCheck[] };
  return Object.fromEntries(checks.map(({ what, target, verdict }) => [`${what} ${target}`, verdict]));
}

describe('the test of calls by an admin', () => {
  it('makes an allocation at the built-in relay, on the machine and by its address', async () => {
    const port = await freeUdpPort();
    await using server = await startServer({ RELAY_PORT: String(port), RELAY_HOST: '127.0.0.1' });
    const owner = await server.register('owner');
    expect((await owner.get('/workspace/calls').expect(200)).body).toEqual({
      relayPort: port,
      relayHost: '127.0.0.1',
      turnUrls: [],
      hasTurnSecret: false,
      livekitUrl: null,
    });
    expect(await verdicts(owner)).toEqual({
      [`relay ${port}`]: 'works',
      [`relayOutside 127.0.0.1:${port}`]: 'works',
    });
  });

  it('says that the relay is off, that its port is taken, and that its name is unknown', async () => {
    const socket = createSocket('udp6').bind(0);
    await once(socket, 'listening');
    const { port } = socket.address();
    await using taken = await startServer({ RELAY_PORT: String(port), RELAY_HOST: 'relay.invalid' });
    expect(await verdicts(await taken.register('owner'))).toEqual({
      [`relay ${port}`]: 'portTaken',
      [`relayOutside relay.invalid:${port}`]: 'unknownName',
    });
    socket.close();
    await using off = await startServer({ RELAY_PORT: '0' });
    expect(await verdicts(await off.register('owner'))).toEqual({ 'relay 0': 'off' });
  });

  it.skipIf(!hasCoturn)('tries each TURN server of one’s own, over UDP, TCP and TLS', async () => {
    await using coturn = await Coturn.start('the right secret');
    const [plain, tls] = [`turn:127.0.0.1:${coturn.port}`, `turns:127.0.0.1:${coturn.tlsPort}`];
    const urls = [plain, `${plain}?transport=tcp`, tls, 'turn:127.0.0.1:9?transport=tcp', 'nonsense'];
    const settings = { RELAY_PORT: '0', TURN_URLS: urls.join(), TURN_SECRET: 'the right secret' };
    await using server = await startServer(settings);
    expect(await verdicts(await server.register('owner'))).toEqual({
      'relay 0': 'off',
      [`turn ${plain}`]: 'works',
      [`turn ${plain}?transport=tcp`]: 'works',
      // Its certificate is signed by nobody.
      [`turn ${tls}`]: 'certificate',
      'turn turn:127.0.0.1:9?transport=tcp': 'portClosed',
      'turn nonsense': 'malformed',
    });
    await using foreign = await startServer({ ...settings, TURN_URLS: plain, TURN_SECRET: 'another secret' });
    expect(await verdicts(await foreign.register('owner'))).toMatchObject({ [`turn ${plain}`]: 'secret' });
  });

  it('is limited', async () => {
    await using server = await startServer({ RELAY_PORT: '0', RATE_LIMITS: 'true' });
    const owner = await server.register('owner');
    for (let i = 0; i < 10; i++) await owner.post('/workspace/calls/test').expect(200);
    await owner.post('/workspace/calls/test').expect(429);
  });

  it('says that the media server is not there', async () => {
    const settings = {
      LIVEKIT_URL: 'http://127.0.0.1:9',
      LIVEKIT_API_KEY: 'key',
      LIVEKIT_API_SECRET: 'x'.repeat(32),
    };
    await using server = await startServer({ RELAY_PORT: '0', ...settings });
    expect(await verdicts(await server.register('owner'))).toEqual({
      'relay 0': 'off',
      'livekit http://127.0.0.1:9': 'mediaUnreachable',
    });
  });

  it.skipIf(!hasLivekit)(
    'says that the media server works, and that it refuses a foreign secret',
    async () => {
      const livekit = await LivekitProcess.start();
      await using _ended = { [Symbol.asyncDispose]: () => livekit.kill() };
      const { LIVEKIT_URL = '' } = livekit.settings;
      await using server = await startServer({ RELAY_PORT: '0', ...livekit.settings });
      expect(await verdicts(await server.register('owner'))).toMatchObject({
        [`livekit ${LIVEKIT_URL}`]: 'mediaWorks',
      });
      await using foreign = await startServer({
        ...{ RELAY_PORT: '0', ...livekit.settings },
        LIVEKIT_API_SECRET: 'y'.repeat(32),
      });
      expect(await verdicts(await foreign.register('owner'))).toMatchObject({
        [`livekit ${LIVEKIT_URL}`]: 'mediaSecret',
      });
    },
  );
});
