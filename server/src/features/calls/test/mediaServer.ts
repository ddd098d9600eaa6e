import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { TestServer } from '../../../test/startServer.js';

/** What a media server has received. */
export interface Seen {
  url: string;
  headers: IncomingHttpHeaders;
}

/** The secret of its key `parley`. */
export const SECRET = 'a secret of at least thirty-two characters';

/** Stands where LiveKit would: it greets every connection, and notes what it receives. */
export class MediaServer implements AsyncDisposable {
  readonly upgrades: Seen[] = [];
  /** Methods of its API, with their bodies. */
  readonly requests: { method: string; body: unknown }[] = [];
  readonly open = new Set<WebSocket>();
  private readonly http = createServer((request, response) => void this.answer(request, response));
  private readonly sockets = new WebSocketServer({ noServer: true });

  static async start(): Promise<MediaServer> {
    const made = new MediaServer();
    made.http.on('upgrade', (request, socket, head) => {
      made.upgrades.push({ url: request.url ?? '', headers: request.headers });
      made.sockets.handleUpgrade(request, socket, head, (opened) => {
        made.open.add(opened);
        opened.once('close', () => made.open.delete(opened));
        opened.on('message', (data) => opened.send(`back: ${(data as Buffer).toString()}`));
        opened.send('hello');
      });
    });
    made.http.listen(0, '127.0.0.1');
    await once(made.http, 'listening');
    return made;
  }

  get settings(): Record<string, string> {
    const { port } = this.http.address() as AddressInfo;
    return { LIVEKIT_URL: `ws://127.0.0.1:${port}`, LIVEKIT_API_KEY: 'parley', LIVEKIT_API_SECRET: SECRET };
  }

  private async answer(
    request: IncomingMessage,
    response: { setHeader: (name: string, value: string) => void; end: (body: string) => void },
  ): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const method = /^\/twirp\/livekit\.RoomService\/(\w+)$/.exec(request.url ?? '')?.[1];
    if (method !== undefined) this.requests.push({ method, body: JSON.parse(body) as unknown });
    response.setHeader('content-type', 'application/json');
    response.end(method === undefined ? 'success' : '{}');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.open) socket.terminate();
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, 'close');
  }
}

/** Connects to the media of a call as a page does. @returns the open socket, or the status of the refusal */
export async function connectMedia(
  server: TestServer,
  token: string | undefined,
  { path = '/media/rtc/v1', headers = {} }: { path?: string; headers?: Record<string, string> } = {},
): Promise<{ socket: WebSocket; first: string } | number> {
  const query = token === undefined ? '' : `?access_token=${token}`;
  const socket = new WebSocket(server.url.replace('http', 'ws') + path + query, { headers });
  return await new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve({ socket, first: (data as Buffer).toString() }));
    socket.once('unexpected-response', (_request, response) => {
      socket.terminate();
      resolve(response.statusCode ?? 0);
    });
    socket.once('error', reject);
  });
}
