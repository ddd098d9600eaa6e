import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { environment } from './config.js';

/** `node server/dist/healthcheck.js`: status 0 when the server in this container can serve. For Docker and its like. */
const { PORT = '3000', TLS_CERT } = environment();
const address = { host: '127.0.0.1', port: Number(PORT), path: '/health/ready', timeout: 4000 };
const end = (ok: boolean): never => process.exit(ok ? 0 : 1);
const request =
  TLS_CERT === undefined
    ? getPlain(address, ({ statusCode }) => end(statusCode === 200))
    : // The certificate is for the address people use, and not for this one.
      getSecure({ ...address, rejectUnauthorized: false }, ({ statusCode }) => end(statusCode === 200));
request.on('error', () => end(false));
request.on('timeout', () => end(false));
