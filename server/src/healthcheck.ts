import { environment } from './config.js';

/** `node server/dist/healthcheck.js`: status 0 when the server in this container can serve. For Docker and its like. */
const { PORT = '3000', TLS_CERT } = environment();
// The certificate is for the address people use, and not for this one.
if (TLS_CERT !== undefined) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
const scheme = TLS_CERT === undefined ? 'http' : 'https';
try {
  const { ok } = await fetch(`${scheme}://127.0.0.1:${PORT}/health/ready`, {
    signal: AbortSignal.timeout(4000),
  });
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
