import type { JSHandle, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasLivekit, LivekitProcess } from '../../server/src/test/livekit.ts';
import type { LivekitPage } from './livekit.page.ts';
import { SourcePage } from './sourcePage.ts';

/** In the page. */
declare const page: LivekitPage;

type Leg = InstanceType<LivekitPage['Leg']>;

/** Legs of one call by a media server, each in a page of its own. */
class Call implements AsyncDisposable {
  readonly legs = new Map<string, { leg: JSHandle<Leg>; page: Page }>();

  private constructor(
    readonly livekit: LivekitProcess,
    private readonly first: SourcePage,
  ) {}

  static async open(): Promise<Call> {
    const args = ['--use-fake-device-for-media-stream=fps=10', '--use-fake-ui-for-media-stream'];
    const opened = await SourcePage.open('e2e/browser/livekit.page.ts', [
      ...args,
      '--autoplay-policy=no-user-gesture-required',
      '--disable-renderer-backgrounding',
      // A page that the test itself serves has no address, and may reach none of this machine.
      '--disable-features=LocalNetworkAccessChecks',
      '--disable-backgrounding-occluded-windows',
    ]);
    return new Call(await LivekitProcess.start(), opened);
  }

  /** @param key of its media; the same for all who are to understand each other */
  async join(legId: string, roles: ('mic' | 'camera' | 'screen')[], key?: number[]): Promise<void> {
    const [path, token] = [this.livekit.url, await this.livekit.tokenFor('call', legId)];
    const own = this.legs.size === 0 ? this.first.page : await this.first.another();
    const leg = await own.evaluateHandle(
      async ([id, at, access, send]) => {
        const made = new page.Leg(id, at, access);
        await made.publish(...send);
        return made;
      },
      [legId, path, { token, key }, roles] as const,
    );
    this.legs.set(legId, { leg, page: own });
    const all = [...this.legs.keys()];
    for (const { leg: each } of this.legs.values())
      await each.evaluate((one, legIds) => one.see(legIds), all);
  }

  async on<T>(legId: string, run: (leg: Leg) => T | Promise<T>): Promise<T> {
    const known = this.legs.get(legId);
    if (!known) throw new Error(`no leg ${legId}`);
    // The type of what a handle returns is lost where it is generic.
    return await known.leg.evaluate(run as never);
  }

  /** Waits until everybody decodes the picture of everybody else. */
  async flows(): Promise<void> {
    const all = [...this.legs.keys()];
    for (const legId of all) {
      const before = await this.on(legId, (leg) => leg.received());
      await expect
        .poll(async () => {
          const now = await this.on(legId, (leg) => leg.received());
          return all.filter(
            (other) =>
              other !== legId &&
              (now[other]?.state !== 'connected' ||
                now[other].framesDecoded <= (before[other]?.framesDecoded ?? 0)),
          );
        })
        .toEqual([]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [legId, { page: own }] of this.legs) {
      expect(await own.evaluate(() => page.servers())).toEqual([]);
      await this.on(legId, (leg) => leg.leave());
      await expect.poll(() => own.evaluate(() => page.open())).toBe(0);
    }
    expect(this.first.complaints).toEqual([]);
    await this.first[Symbol.asyncDispose]();
    await this.livekit.kill();
  }
}

describe.skipIf(!hasLivekit)('LiveKit', () => {
  it('carries a call of eight pages: each decodes seven others', async () => {
    await using call = await Call.open();
    for (let i = 0; i < 8; i++) await call.join(`leg${i}`, ['mic', 'camera']);
    await call.flows();
    for (const legId of call.legs.keys()) {
      const received = await call.on(legId, (leg) => leg.received());
      expect(Object.keys(received)).toHaveLength(7);
      for (const { roles } of Object.values(received)) expect(roles).toEqual(['camera', 'mic']);
      expect((await call.on(legId, (leg) => leg.totals())).energy).toBeGreaterThan(0);
    }
  });

  it('sends no camera that is not shown, and what is published changes under way', async () => {
    await using call = await Call.open();
    for (const legId of ['a', 'b']) await call.join(legId, ['mic', 'camera']);
    await call.flows();
    const frames = async (): Promise<number> =>
      (await call.on('a', (leg) => leg.received()))['b']?.framesDecoded ?? 0;
    const bytes = async (): Promise<number> => (await call.on('b', (leg) => leg.totals())).bytes;
    await call.on('a', (leg) => leg.setMaxQuality('b', 0));
    // While b receives some seconds of a, a receives no picture of b.
    await expect
      .poll(async () => {
        const [before, until] = [await frames(), (await bytes()) + 20_000];
        await expect.poll(bytes).toBeGreaterThan(until);
        return (await frames()) - before;
      })
      .toBe(0);
    await call.on('a', (leg) => leg.setMaxQuality('b', 180));
    await call.flows();
    await call.on('b', (leg) => leg.unpublish('camera'));
    const rolesOf = async () => (await call.on('a', (leg) => leg.received()))['b']?.roles;
    await expect.poll(rolesOf).toEqual(['mic']);
    await call.on('b', (leg) => leg.publish('camera', 'screen'));
    await expect.poll(rolesOf).toEqual(['camera', 'mic', 'screen']);
    await call.flows();
  });

  it('carries media that is encrypted end to end: who has another key sees and hears nothing', async () => {
    await using call = await Call.open();
    const [right, wrong] = [1, 2].map((seed) => Array.from({ length: 32 }, (_, i) => i * seed));
    await call.join('a', ['mic', 'camera'], right);
    await call.join('b', ['mic', 'camera'], right);
    await call.flows();
    await expect.poll(async () => (await call.on('a', (leg) => leg.totals())).energy).toBeGreaterThan(0);
    await call.join('eve', [], wrong);
    // Media arrives, and is nothing to her.
    const eve = () => call.on('eve', (leg) => leg.totals());
    await expect.poll(async () => (await eve()).bytes).toBeGreaterThan(100_000);
    const received = Object.values(await call.on('eve', (leg) => leg.received()));
    expect(received.map(({ roles, framesDecoded }) => [roles.join(' '), framesDecoded])).toEqual([
      ['camera mic', 0],
      ['camera mic', 0],
    ]);
    expect((await eve()).energy).toBeLessThan(0.001);
  });
});
