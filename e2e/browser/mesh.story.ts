import { Relay } from '@parley/relay';
import type { JSHandle } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IceServer } from '@parley/shared/calls/call';
import type { Mesh, MeshPage, Reception } from './mesh.page.ts';
import { SourcePage } from './sourcePage.ts';

/** In the page. */
declare const page: MeshPage;

let opened: SourcePage;
beforeAll(async () => {
  opened = await SourcePage.open('e2e/browser/mesh.page.ts', [
    '--use-fake-device-for-media-stream=fps=15',
    '--use-fake-ui-for-media-stream',
  ]);
});
afterAll(() => opened[Symbol.asyncDispose]());

/** A call in the page. It ends with the test. */
class Call {
  private constructor(readonly mesh: JSHandle<Mesh>) {}

  static async open(iceServers: IceServer[] = [], relayOnly = false): Promise<Call> {
    return new Call(
      await opened.page.evaluateHandle(
        ([servers, only]) => {
          return new page.Mesh(servers, only);
        },
        [iceServers, relayOnly] as const,
      ),
    );
  }

  readonly joined: string[] = [];

  async join(legId: string, ...roles: Parameters<Mesh['publish']>[1][]): Promise<void> {
    this.joined.push(legId);
    await this.mesh.evaluate(
      async (mesh, [leg, own]) => {
        mesh.join(leg);
        await mesh.publish(leg, ...own);
      },
      [legId, roles] as const,
    );
  }

  receptions(): Promise<Record<string, Reception>> {
    return this.mesh.evaluate((mesh) => mesh.receptions());
  }

  /** Waits until each leg receives picture and sound of each other one, more than before. */
  async flows(sound = true): Promise<void> {
    const before = await this.receptions();
    const directions = this.joined.flatMap((one) =>
      this.joined.filter((other) => other !== one).map((other) => `${one}<${other}`),
    );
    await expect
      .poll(async () => {
        const now = await this.receptions();
        return directions.filter(
          (name) =>
            now[name]?.state !== 'connected' ||
            now[name].framesDecoded <= (before[name]?.framesDecoded ?? 0) ||
            (sound && now[name].soundBytes <= (before[name]?.soundBytes ?? 0)),
        );
      })
      .toEqual([]);
  }

  /** The roles that a leg receives of another one, once they are these. */
  async shows(direction: string, roles: string[]): Promise<void> {
    await expect.poll(async () => (await this.receptions())[direction]?.roles).toEqual(roles);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const legId of this.joined) await this.mesh.evaluate((mesh, leg) => mesh.leave(leg), legId);
    expect(await opened.page.evaluate(() => page.open())).toBe(0);
    expect(opened.complaints).toEqual([]);
  }
}

it('two, then three legs receive picture and sound of each other; a camera goes, and comes back', async () => {
  await using call = await Call.open();
  await call.join('a', 'mic', 'camera');
  await call.join('b', 'mic', 'camera');
  await call.flows();
  expect(await call.mesh.evaluate((mesh) => mesh.loudness('a', 'b'))).toBeGreaterThan(0.3);
  await call.join('c', 'mic', 'camera');
  await call.flows();

  await call.mesh.evaluate((mesh) => mesh.unpublish('a', 'camera'));
  await call.shows('b<a', ['mic']);
  await call.shows('c<a', ['mic']);
  await call.shows('a<b', ['camera', 'mic']);
  await call.mesh.evaluate((mesh) => mesh.publish('a', 'camera', 'screen'));
  await call.shows('b<a', ['camera', 'mic', 'screen']);
  await call.flows();
});

it('connects although the first offer is lost, signals overtake each other, and old ones come again', async () => {
  await using call = await Call.open();
  await call.mesh.evaluate((mesh) => mesh.disturb());
  await call.join('a', 'mic', 'camera');
  await call.join('b', 'mic', 'camera');
  await call.join('c', 'mic', 'camera');
  await call.flows();
  await call.mesh.evaluate((mesh) => mesh.unpublish('b', 'camera'));
  await call.shows('a<b', ['mic']);
  await call.shows('c<b', ['mic']);
  await call.mesh.evaluate((mesh) => mesh.publish('b', 'camera'));
  await call.flows();
});

it('replays and descriptions that nobody understands change nothing', async () => {
  await using call = await Call.open();
  await call.join('a', 'mic', 'camera');
  await call.join('b', 'mic', 'camera');
  await call.flows();
  for (let i = 0; i < 2; i++) {
    await call.mesh.evaluate((mesh) => mesh.publish('a', 'camera'));
    await call.shows('b<a', ['camera', 'mic']);
    await call.mesh.evaluate((mesh) => mesh.unpublish('a', 'camera'));
    await call.shows('b<a', ['mic']);
  }
  await call.mesh.evaluate((mesh) => mesh.replay());
  await call.mesh.evaluate((mesh) => mesh.publish('a', 'screen'));
  await call.shows('b<a', ['mic', 'screen']);
  await call.flows();
  const course = await call.mesh.evaluate((mesh) => mesh.course['b<a']);
  expect(course?.slice(-2)).toEqual(['mic', 'mic screen']);
  expect(course?.filter((roles) => roles === 'camera mic')).toHaveLength(2);
});

it('offers that cross twenty times end in what both publish', async () => {
  await using call = await Call.open();
  await call.join('a', 'mic');
  await call.join('b', 'mic');
  await call.mesh.evaluate((mesh) => mesh.toggle('camera', 20));
  await call.shows('a<b', ['camera', 'mic']);
  await call.shows('b<a', ['camera', 'mic']);
  await call.flows();
});

it('a leg that joins anew is connected anew', async () => {
  await using call = await Call.open();
  for (const legId of ['a', 'b', 'c']) await call.join(legId, 'mic', 'camera');
  await call.flows();
  for (const legId of ['a', 'c']) {
    await call.mesh.evaluate(async (mesh, leg) => {
      mesh.join(leg);
      await mesh.publish(leg, 'mic', 'camera');
    }, legId);
    await call.flows();
  }
});

it('legs of which each expects the other one to offer first connect, and so do those that both offer', async () => {
  await using call = await Call.open();
  await call.mesh.evaluate((mesh) => mesh.disagree());
  await call.join('a', 'mic', 'camera');
  await call.join('b', 'mic', 'camera');
  await call.join('c', 'mic', 'camera');
  await call.flows();
  expect((await call.receptions())['b<a']?.roles).toEqual(['camera', 'mic']);
  expect(await opened.page.evaluate(() => page.sections())).toEqual([4, 4, 4, 4, 4, 4]);
});

it('a camera that is not shown is not sent', async () => {
  await using call = await Call.open();
  await call.join('a', 'camera');
  await call.join('b', 'camera');
  await call.flows(false);
  await call.mesh.evaluate((mesh) => mesh.setMaxQuality('a', 'b', 0));
  const frames = async (): Promise<number> => (await call.receptions())['a<b']?.framesDecoded ?? 0;
  await expect
    .poll(async () => {
      const before = await frames();
      await call.mesh.evaluate((mesh) => mesh.frames('b', 'a', 10));
      return (await frames()) - before;
    })
    .toBe(0);
  await call.mesh.evaluate((mesh) => mesh.setMaxQuality('a', 'b', 180));
  await call.flows(false);
});

it('nothing but the relay may be used', async () => {
  await using relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: 'a secret' });
  const { username, credential } = relay.issue({ group: 'call', member: 'leg' }, 600);
  const urls = [`turn:{host}:${relay.port}?transport=udp`];
  await using call = await Call.open([{ urls, username, credential }], true);
  await call.join('a', 'mic', 'camera');
  await call.join('b', 'mic', 'camera');
  await call.flows();
  await expect.poll(async () => (await call.receptions())['a<b']?.relayed).toBe(true);
});

it('media is back after its path was lost', async () => {
  const relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: 'a secret' });
  const { port } = relay;
  const urls = [`turn:{host}:${port}?transport=udp`];
  await using call = await Call.open(
    [{ urls, ...relay.issue({ group: 'call', member: 'leg' }, 600) }, { urls: ['nonsense'] }],
    true,
  );
  await call.join('a', 'mic', 'camera');
  await call.join('b', 'mic', 'camera');
  await call.flows();
  await relay[Symbol.asyncDispose]();
  await expect.poll(async () => (await call.receptions())['a<b']?.state).toBe('reconnecting');
  // The credentials are of no use to the next one: new ones come.
  await using next = await Relay.start({ port, host: '127.0.0.1', secret: 'another secret' });
  const fresh = { urls, ...next.issue({ group: 'call', member: 'leg' }, 600) };
  await call.mesh.evaluate((mesh, server) => mesh.setIceServers([server]), fresh);
  await call.flows();
});
