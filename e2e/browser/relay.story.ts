import { Relay, type Credential } from '@parley/relay';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
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
  one.onicecandidate = ({ candidate }) => void two.addIceCandidate(candidate ?? undefined);
  two.onicecandidate = ({ candidate }) => void one.addIceCandidate(candidate ?? undefined);
  const channel = one.createDataChannel('test');
  const received: string[] = [];
  const all = new Promise<void>((resolve) => {
    two.ondatachannel = (event) => {
      event.channel.onmessage = ({ data }) => {
        if (received.push(String(data)) === 200) resolve();
      };
    };
  });
  await one.setLocalDescription();
  await two.setRemoteDescription(one.localDescription ?? { type: 'offer' });
  await two.setLocalDescription();
  await one.setRemoteDescription(two.localDescription ?? { type: 'answer' });
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

it('two peers of a browser that may use nothing but the relay reach each other, and free it when they end', async () => {
  await using relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: 'a secret' });
  const browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  await using _closed = { [Symbol.asyncDispose]: () => browser.close() };
  const page = await browser.newPage();
  const server = ({ username, credential }: Credential): RTCIceServer => ({
    urls: `turn:127.0.0.1:${relay.port}?transport=udp`,
    username,
    credential,
  });
  const { received, pair } = await page.evaluate(
    cross,
    server(relay.issue({ group: 'call', member: 'leg' }, 60)),
  );
  expect(received).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  expect(pair).toEqual(['relay', 'relay']);
  expect(relay.stats.bytes).toBeGreaterThan(200_000);
  await expect.poll(() => relay.stats.allocations).toBe(0);
});
