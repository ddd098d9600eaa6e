import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Jar } from './jar.js';

/** The claims of people, by their subjects. */
type Accounts = Record<string, Record<string, unknown>>;

interface Registered {
  /** Where the provider may return people to. */
  redirectUri: string;
  /** Where it sends its sign-out tokens. */
  backChannel?: string;
}

/** A real provider in a process of its own. */
export class RealProvider {
  static readonly clientId = 'parley';
  static readonly clientSecret = 'a secret of the client, long enough';

  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
  ) {}

  static async start(
    { redirectUri, backChannel = '' }: Registered,
    accounts: Accounts = {},
  ): Promise<RealProvider> {
    const child = fork(
      join(import.meta.dirname, 'provider.process.ts'),
      [RealProvider.clientId, RealProvider.clientSecret, redirectUri, backChannel],
      { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const [{ issuer }] = (await once(child, 'message')) as [{ issuer: string }];
    const provider = new RealProvider(child, issuer);
    await provider.setAccounts(accounts);
    return provider;
  }

  /** Replaces all people of the provider. */
  async setAccounts(accounts: Accounts): Promise<void> {
    const noted = once(this.child, 'message');
    this.child.send({ accounts });
    await noted;
  }

  /**
   * Does what a browser does at the provider.
   * @param account whom to sign in as; undefined cancels, and nothing is asked where the browser is signed in already
   * @returns the address to which the provider redirects in the end
   */
  async visit(address: string, account: string | undefined, jar = new Jar()): Promise<URL> {
    let next = new URL(address);
    while (next.origin === this.issuer) {
      const isForm = next.pathname.startsWith('/interaction/');
      const form = isForm ? { body: new URLSearchParams({ account: account ?? '' }) } : {};
      const response = await jar.fetch(next, { method: isForm ? 'POST' : 'GET', ...form });
      const location = response.headers.get('location');
      if (location === null)
        throw new Error(`${next.href} answered ${response.status}: ${await response.text()}`);
      next = new URL(location, next);
    }
    return next;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill();
    await exited;
  }
}
