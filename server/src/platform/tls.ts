import { X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { Log } from './log.js';

export interface TlsFiles {
  certPath: string;
  keyPath: string;
}

/**
 * TLS 1.3, and of 1.2 what stays secret though the key is lost later (forward secrecy). Source: Mozilla's server side TLS, "intermediate" 5.7, without
 * the ciphers of finite fields, which no browser offers any more.
 */
const safe = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
  ].join(':'),
} as const satisfies SecureContextOptions;

/** Certificate and key, with the permitted protocols. */
export type TlsPair = typeof safe & { cert: Buffer; key: Buffer };

/** The two settings together, or neither. @throws Error when only one is set */
export function tlsFilesOf(config: {
  TLS_CERT?: string | undefined;
  TLS_KEY?: string | undefined;
}): TlsFiles | undefined {
  const { TLS_CERT, TLS_KEY } = config;
  if (TLS_CERT === undefined && TLS_KEY === undefined) return undefined;
  if (TLS_CERT === undefined || TLS_KEY === undefined)
    throw new Error('TLS needs both TLS_CERT and TLS_KEY: the paths of two PEM files.');
  return { certPath: TLS_CERT, keyPath: TLS_KEY };
}

/** Reads certificate and key. @throws Error in plain words when they cannot be read or do not belong together */
export function readTls({ certPath, keyPath }: TlsFiles): TlsPair {
  const read = (path: string): Buffer => {
    try {
      return readFileSync(path);
    } catch (error) {
      throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  };
  // Together with the files, because a renewal replaces the whole context.
  const pair = { ...safe, cert: read(certPath), key: read(keyPath) };
  // A certificate that cannot be parsed would only fail at the first visitor.
  new X509Certificate(pair.cert);
  return pair;
}

/** Interval of checks of the files: certificates are renewed every few weeks. */
const LOOK_EVERY_MS = 60_000;

/** Takes up a renewed certificate without a restart. Returns how to stop. */
export function followTls(server: HttpsServer, files: TlsFiles, log: Log): () => void {
  const take = (): void => {
    try {
      server.setSecureContext(readTls(files));
      log.info('the certificate was renewed');
    } catch (error) {
      log.error({ err: error }, 'the renewed certificate cannot be used; the old one stays');
    }
  };
  for (const path of [files.certPath, files.keyPath])
    watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, take);
  return () => {
    for (const path of [files.certPath, files.keyPath]) unwatchFile(path, take);
  };
}
