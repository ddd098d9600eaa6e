import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTls } from './tls.js';

const source = join(import.meta.dirname, '../test/tls');
const folder = mkdtempSync(join(tmpdir(), 'parley-tls-'));
const files = { certPath: join(folder, 'cert.pem'), keyPath: join(folder, 'key.pem') };
for (const name of ['cert.pem', 'key.pem']) copyFileSync(join(source, name), join(folder, name));
const server = createServer(readTls(files), (_request, response) => response.end('ok'));

/** What is agreed on; rejects when nothing is. */
async function speak(options: ConnectionOptions): Promise<{ protocol: string | null; cipher: string }> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({
    port,
    host: '127.0.0.1',
    servername: 'localhost',
    ca: readFileSync(files.certPath),
    checkServerIdentity: () => undefined,
    ...options,
  });
  try {
    await once(socket, 'secureConnect');
    return { protocol: socket.getProtocol(), cipher: socket.getCipher().standardName };
  } finally {
    socket.destroy();
  }
}
// OpenSSL's own bounds would refuse these before the server does.
const old = '@SECLEVEL=0';

beforeAll(async () => {
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

describe.each([
  ['as it starts', () => undefined],
  ['with a renewed certificate', () => server.setSecureContext(readTls(files))],
])('TLS, %s', (_when, prepare) => {
  it('speaks 1.3, and 1.2 with forward secrecy', async () => {
    prepare();
    expect(await speak({})).toMatchObject({ protocol: 'TLSv1.3' });
    const { protocol, cipher } = await speak({ maxVersion: 'TLSv1.2' });
    expect(protocol).toBe('TLSv1.2');
    expect(cipher).toMatch(/^TLS_ECDHE_/);
  });

  it.each([
    ['TLS 1.1', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: `ALL:${old}` }],
    [
      'keys without forward secrecy',
      { maxVersion: 'TLSv1.2', ciphers: `AES128-GCM-SHA256:AES256-SHA:${old}` },
    ],
    [
      'ciphers without authentication of each record',
      { maxVersion: 'TLSv1.2', ciphers: `ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA:${old}` },
    ],
  ] as [string, ConnectionOptions][])('refuses %s', async (_name, options) => {
    prepare();
    await expect(speak(options)).rejects.toThrow(/alert|protocol|handshake/i);
  });
});
