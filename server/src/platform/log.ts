import { pino, type DestinationStream, type Logger } from 'pino';
import { plainLine } from './plainLine.js';

export type Log = Logger;

/** Structured logs, to standard output or `lines`, each one line whatever is in it; fields that could have a secret are redacted. */
export function createLog(level: string, lines?: DestinationStream): Log {
  const options = {
    level,
    hooks: { streamWrite: plainLine },
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
  };
  return lines ? pino(options, lines) : pino(options);
}
