import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../config.js';
import { inlineScriptHashes } from './staticClient.js';

/** A host as browsers send it. Anything else must not get into a header. */
const HOST = /^(?:[a-z\d_-]+(?:\.[a-z\d_-]+)*\.?|\[[a-f\d:.]+\])(?::\d{1,5})?$/i;

/** The addresses of our own WebSocket. Not every browser includes them in `'self'`, and `ws:` alone would be every host. */
function ownSockets(request: IncomingMessage, publicUrl: string | undefined): string {
  const { host = '' } = request.headers;
  const hosts = new Set(HOST.test(host) ? [host] : []);
  if (publicUrl !== undefined) hosts.add(new URL(publicUrl).host);
  return [...hosts].map((own) => `ws://${own} wss://${own}`).join(' ');
}

/** Browser features that no page of ours may use. Unlisted ones have their defaults. */
const UNUSED = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'payment',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];
/** What calls and passkeys use: only this page may ask for it, and no frame in it. */
const OWN = [
  'camera',
  'display-capture',
  'microphone',
  'publickey-credentials-create',
  'publickey-credentials-get',
];
const PERMISSIONS = [
  ...UNUSED.map((feature) => `${feature}=()`),
  ...OWN.map((feature) => `${feature}=(self)`),
].join(', ');

/** The headers of every response. */
export function securityHeaders(
  { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>,
  { clientFolder, tls }: { clientFolder?: string; tls?: unknown },
): RequestHandler {
  const hashes = clientFolder === undefined ? [] : inlineScriptHashes(clientFolder);
  const helmets = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", ...hashes],
        // Positions of popups and of the virtual list are inline styles; they cannot run anything.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'", (request) => ownSockets(request, PUBLIC_URL)],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    // Over plain HTTP in a home network HSTS would lock people out; a proxy with TLS adds its own.
    strictTransportSecurity: tls === undefined ? false : { maxAge: 31_536_000, includeSubDomains: false },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  return (request, response, next) => {
    response.setHeader('Permissions-Policy', PERMISSIONS);
    helmets(request, response, next);
  };
}
