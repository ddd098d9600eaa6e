import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import { io } from 'socket.io-client';

const agent = new Agent({ rejectUnauthorized: false });

export interface Answer {
  status: number;
  body: unknown;
  cookies: string[];
  headers: IncomingHttpHeaders;
}

/** A request through the proxy, with its self-made certificate. */
export async function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: Buffer } = {},
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('end', () => {
        let body: unknown = text;
        try {
          body = JSON.parse(text);
        } catch {
          // Not JSON: a page of the proxy.
        }
        const { headers } = answer;
        resolve({ status: answer.statusCode ?? 0, body, cookies: headers['set-cookie'] ?? [], headers });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A page's request with a body, from `origin`. */
export const json = (origin: string, body: object): Parameters<typeof ask>[1] => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', origin },
  body: Buffer.from(JSON.stringify(body)),
});

/**
 * The outcome of a socket with one transport: `connected`, or the error.
 * @param url of the workspace, with its path
 */
export async function socketThrough(
  url: string,
  token: string,
  transport: 'websocket' | 'polling',
): Promise<string> {
  const { origin, pathname } = new URL(url);
  const socket = io(origin, {
    path: `${pathname.replace(/\/$/, '')}/socket.io`,
    transports: [transport],
    auth: { token, protocol: PROTOCOL_VERSION },
    extraHeaders: { origin },
    reconnection: false,
    forceNew: true,
    rejectUnauthorized: false,
  });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve('connected'));
      socket.once('connect_error', (error) => resolve(error.message));
    });
  } finally {
    socket.disconnect();
  }
}

/** An upload of one file. */
export function form(bytes: Buffer): { headers: Record<string, string>; body: Buffer } {
  const boundary = 'parley-test-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'idempotency-key': crypto.randomUUID(),
    },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}
