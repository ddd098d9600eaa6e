import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PushPayload } from '@parley/shared/push';
import ece from 'http_ece';
import { startServer, type Person, type TestServer } from './startServer.js';

/** A fake push service: it accepts pushes, and decrypts them as a browser would. */
export class PushService {
  readonly got: { headers: IncomingHttpHeaders; payload: PushPayload }[] = [];
  status = 201;
  private readonly keys = createECDH('prime256v1');
  private readonly auth = randomBytes(16);
  private readonly http = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const opened = ece.decrypt(Buffer.concat(parts), {
        version: 'aes128gcm',
        privateKey: this.keys,
        authSecret: this.auth.toString('base64url'),
      });
      this.got.push({ headers: request.headers, payload: JSON.parse(opened.toString()) as PushPayload });
      this.received();
      void this.answering.then(() => response.writeHead(this.status).end());
    });
  });
  private answering: Promise<void> = Promise.resolve();

  /** Accepts pushes without a response until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.answering = new Promise((resolve) => (release = resolve));
    return release;
  }

  private received: () => void = () => undefined;

  static async open(): Promise<PushService> {
    const service = new PushService();
    service.keys.generateKeys();
    service.http.listen(0, '127.0.0.1');
    await once(service.http, 'listening');
    return service;
  }

  subscription(path = 'a') {
    const { port } = this.http.address() as AddressInfo;
    return {
      endpoint: `http://127.0.0.1:${port}/${path}`,
      keys: { p256dh: this.keys.getPublicKey('base64url'), auth: this.auth.toString('base64url') },
    };
  }

  /** Waits until `count` pushes were received. */
  async wait(count: number): Promise<void> {
    while (this.got.length < count) await new Promise<void>((resolve) => (this.received = resolve));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.http.closeAllConnections();
    return new Promise((resolve) => void this.http.close(() => resolve()));
  }
}

/** A server that may call a push service on this machine. */
export const openForPushes = (): Promise<TestServer> => startServer({ ALLOW_PRIVATE_ADDRESSES: 'true' });
export const registerDevice = (person: Person, service: PushService, path?: string) =>
  person.put('/me/push', service.subscription(path)).expect(204);
