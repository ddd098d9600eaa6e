import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Structured logs, to standard output or `lines`; fields that could have a secret are redacted. */
export function createLog(level: string, lines?: DestinationStream): Log {
  const options = {
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
  };
  return lines ? pino(options, lines) : pino(options);
}
