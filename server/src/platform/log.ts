import { pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Structured logs, on standard output unless `lines` takes them; whatever could hold a secret is cut out before it is written. */
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
