import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Structured logs on standard output; whatever could hold a secret is cut out before it is written. */
export const createLog = (level: string): Log =>
  pino({
    level,
    redact: {
      paths: [
        'password',
        '*.password',
        '*.currentPassword',
        '*.newPassword',
        'token',
        '*.token',
        '*.accessToken',
        'req.headers',
        '*.cookie',
        '*.authorization',
      ],
      censor: '[hidden]',
    },
  });
