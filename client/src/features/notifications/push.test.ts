import { expect, it } from 'vitest';
import { subscribeWith } from './push';

/** A browser's push manager as specified (Push API, 7.2): it refuses another key while there is a subscription. */
class Browser {
  endpoints = 0;
  private held: { key: Uint8Array; subscription: PushSubscription } | undefined;
  constructor(private readonly allowed = true) {}
  subscribe({ applicationServerKey }: { applicationServerKey: Uint8Array }): Promise<PushSubscription> {
    if (!this.allowed) return Promise.reject(new DOMException('no push service', 'AbortError'));
    if (this.held && String(this.held.key) !== String(applicationServerKey))
      return Promise.reject(new DOMException('another key', 'InvalidStateError'));
    this.held ??= { key: applicationServerKey, subscription: this.make() };
    return Promise.resolve(this.held.subscription);
  }
  getSubscription = (): Promise<PushSubscription | null> => Promise.resolve(this.held?.subscription ?? null);
  private make(): PushSubscription {
    this.endpoints += 1;
    const unsubscribe = (): Promise<boolean> => {
      this.held = undefined;
      return Promise.resolve(true);
    };
    return { endpoint: `https://push.example/${this.endpoints}`, unsubscribe } as unknown as PushSubscription;
  }
}
const key = (first: number) => Uint8Array.from([first, 2, 3]);
const subscribed = async (browser: Browser, by: number): Promise<string> =>
  (await subscribeWith(browser as unknown as PushManager, key(by))).endpoint;

it('a browser that was subscribed with a key that is lost subscribes anew with the present one', async () => {
  const browser = new Browser();
  expect(await subscribed(browser, 1)).toBe('https://push.example/1');
  expect(await subscribed(browser, 1)).toBe('https://push.example/1');
  expect(await subscribed(browser, 9)).toBe('https://push.example/2');
  expect(await subscribed(browser, 9)).toBe('https://push.example/2');
});

it('a browser that cannot be woken says so', async () => {
  await expect(subscribed(new Browser(false), 1)).rejects.toThrow('no push service');
});
