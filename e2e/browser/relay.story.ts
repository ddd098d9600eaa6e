import { Relay, type Credential } from '@parley/relay';
import { networkInterfaces } from 'node:os';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { engines } from './engines.ts';
import { chromiumPath } from './stage.ts';

interface Crossing {
  /** What was received, in order. */
  received: string[];
  /** Kinds of the pair of candidates that carried it. */
  pair: string[];
}

/** Runs in the page: two peers that may use nothing but the relay, and what one of them receives of the other. */
async function cross(server: RTCIceServer): Promise<Crossing> {
  const configuration: RTCConfiguration = { iceServers: [server], iceTransportPolicy: 'relay' };
  const [one, two] = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)];
  /** Describes a peer with all its candidates. */
  const describe = async (peer: RTCPeerConnection): Promise<RTCSessionDescriptionInit> => {
    await peer.setLocalDescription();
    while (peer.iceGatheringState !== 'complete')
      await new Promise((resolve) =>
        peer.addEventListener('icegatheringstatechange', resolve, { once: true }),
      );
    return peer.localDescription ?? { type: 'offer' };
  };
  const channel = one.createDataChannel('test');
  const received: string[] = [];
  const all = new Promise<void>((resolve) => {
    two.ondatachannel = (event) => {
      event.channel.onmessage = ({ data }) => {
        if (received.push(String(data)) === 200) resolve();
      };
    };
  });
  await two.setRemoteDescription(await describe(one));
  await one.setRemoteDescription(await describe(two));
  channel.onopen = () => {
    for (let i = 0; i < 200; i++) channel.send(`${i} ${'x'.repeat(1000)}`);
  };
  await all;
  const stats: RTCStats[] = [];
  for (const stat of (await one.getStats()).values()) stats.push(stat as RTCStats);
  const used = stats.find((stat) => stat.type === 'candidate-pair' && 'nominated' in stat && stat.nominated);
  const ends = Object.entries(used ?? {}).filter(([name]) => /^(local|remote)CandidateId$/.test(name));
  const kinds = ends.map(
    ([, id]) => stats.find((stat) => stat.id === id) as { candidateType?: string } | undefined,
  );
  one.close();
  two.close();
  return {
    received: received.map((text) => text.split(' ')[0] ?? ''),
    pair: kinds.map((kind) => kind?.candidateType ?? ''),
  };
}

const serverOf = (at: string, { username, credential }: Credential): RTCIceServer => ({
  urls: `turn:${at}?transport=udp`,
  username,
  credential,
});

it('two peers of a browser that may use nothing but the relay reach each other, and free it when they end', async () => {
  await using relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: 'a secret' });
  const browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  await using _closed = { [Symbol.asyncDispose]: () => browser.close() };
  const page = await browser.newPage();
  const { received, pair } = await page.evaluate(
    cross,
    serverOf(`127.0.0.1:${relay.port}`, relay.issue({ group: 'call', member: 'leg' }, 60)),
  );
  expect(received).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  expect(pair).toEqual(['relay', 'relay']);
  expect(relay.stats.bytes).toBeGreaterThan(200_000);
  await expect.poll(() => relay.stats.allocations).toBe(0);
});

it('Firefox uses it as well', async (context) => {
  const firefox = engines.find(({ name }) => name === 'Firefox');
  if (!firefox || firefox.missing !== undefined) {
    process.stdout.write(`\nThe relay with Firefox was skipped: ${firefox?.missing ?? 'it is unknown'}.\n`);
    return context.skip();
  }
  // It uses no relay of the loopback interface.
  const host = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (host === undefined) {
    process.stdout.write('\nThe relay with Firefox was skipped: this machine has no address but loopback.\n');
    return context.skip();
  }
  await using relay = await Relay.start({ port: 0, host, secret: 'a secret' });
  const page = await firefox.open();
  await using _closed = { [Symbol.asyncDispose]: () => page.close() };
  const server = serverOf(`${host}:${relay.port}`, relay.issue({ group: 'call', member: 'leg' }, 60));
  // What the test is compiled to names functions by a helper that the page does not have.
  const code = `globalThis.__name = (f) => f; (${cross.toString()})(${JSON.stringify(server)})`;
  const { received, pair } = await page.evaluate<Crossing>(code);
  expect(received).toHaveLength(200);
  expect(pair).toEqual(['relay', 'relay']);
});
