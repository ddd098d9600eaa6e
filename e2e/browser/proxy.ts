import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ProxyOptions {
  /** The port of the server, on 127.0.0.1. */
  upstream: () => number;
  /** WebSockets are answered with 400. */
  refusesUpgrades?: boolean;
  /** The status of a page of its own; undefined passes the request on. */
  answers?: (request: IncomingMessage) => number | undefined;
  /** The header `Host` as the server gets it. */
  host?: string;
}

/** A proxy in front of a server, with the faults a test configures. */
export class CarelessProxy {
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** Ends all connections that are open, WebSockets too. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  static async start(options: ProxyOptions): Promise<CarelessProxy> {
    const headersOf = ({ headers }: IncomingMessage) => ({
      ...headers,
      ...(options.host === undefined ? {} : { host: options.host }),
    });
    const server = createServer((request, response) => {
      const status = options.answers?.(request);
      if (status !== undefined) {
        // Like nginx: the rest of the body is read, so that the browser sees the response.
        request.resume();
        request.once('end', () =>
          response
            .writeHead(status, { 'content-type': 'text/html' })
            .end(`<html><h1>${status}</h1><hr><center>nginx</center></html>`),
        );
        return;
      }
      const { method, url } = request;
      const passed = ask(
        { port: options.upstream(), host: '127.0.0.1', method, path: url, headers: headersOf(request) },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      passed.on('error', () => response.headersSent || response.writeHead(502).end('<h1>502</h1>'));
      response.on('close', () => passed.destroy());
      request.pipe(passed);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      socket.on('error', () => undefined);
      if (options.refusesUpgrades === true) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      const passed = connect(options.upstream(), '127.0.0.1', () => {
        const lines = Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${String(value)}`);
        passed.write(`GET ${request.url ?? ''} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
        passed.pipe(socket).pipe(passed);
      });
      passed.on('error', () => socket.destroy());
    });
    const proxy = new CarelessProxy(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }
}
