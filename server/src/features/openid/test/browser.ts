import { returnParameters } from '@parley/shared/openidReturn';
import type { SignedIn } from '@parley/shared/sessions';
import { Person, type TestServer } from '../../../test/startServer.js';
import { Jar } from './jar.js';

/** The address that the tests' servers have for people. Nothing answers there: redirects to it are read, not followed. */
export const PUBLIC = 'https://chat.example.org/parley';

/** Where a provider returns people to. */
export const callbackAddress = (provider: string): string =>
  `${PUBLIC}/api/v1/auth/openid/${provider}/callback`;

/** What the app receives in its address after a callback. */
export interface Outcome {
  result: string | null;
  provider: string | null;
  path: string;
}

/** A browser at a server. */
export class OpenidBrowser {
  readonly jar = new Jar();

  constructor(readonly server: TestServer) {}

  /** A request to the API, as to the public address. */
  request = (path: string, options?: RequestInit): Promise<Response> =>
    this.jar.fetch(`${this.server.url}/api/v1${path}`, options);

  /** Begins to sign in. @returns where the provider's page is, or the app's address with a reason */
  async begin(provider: string, query = ''): Promise<URL> {
    const response = await this.request(`/auth/openid/${provider}/begin${query}`);
    if (response.status !== 302) throw new Error(`begin answered ${response.status}`);
    return new URL(response.headers.get('location') ?? '');
  }

  /** Begins to connect a provider to a person's account. @returns where the provider's page is */
  async beginLink(person: Person, provider: string): Promise<URL> {
    const response = await this.request(`/auth/openid/${provider}/link`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${person.granted.accessToken}`,
        'content-type': 'application/json',
      },
      body: '{}',
    });
    if (response.status !== 200)
      throw new Error(`link answered ${response.status}: ${await response.text()}`);
    return new URL(((await response.json()) as { url: string }).url);
  }

  /** Comes back from a provider. @param address to which it redirects */
  async comeBack(address: URL): Promise<Outcome> {
    const path = address.href.replace(`${PUBLIC}/api/v1`, '');
    const response = await this.request(path);
    if (response.status !== 302) throw new Error(`callback answered ${response.status}`);
    const app = new URL(response.headers.get('location') ?? '');
    if (!app.href.startsWith(PUBLIC)) throw new Error(`redirected to ${app.href}`);
    return {
      result: app.searchParams.get(returnParameters.result),
      provider: app.searchParams.get(returnParameters.provider),
      path: app.pathname.slice(new URL(PUBLIC).pathname.length),
    };
  }

  /** The person of the cookie. @returns undefined when nobody is signed in */
  async who(): Promise<Person | undefined> {
    const response = await this.request('/auth/refresh', { method: 'POST' });
    if (response.status === 401) return undefined;
    const granted = (await response.json()) as SignedIn;
    return new Person(this.server, granted, granted.me.username);
  }
}
