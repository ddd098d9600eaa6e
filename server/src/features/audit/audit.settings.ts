import { z } from 'zod';
import { flag } from '../../platform/settingKinds.js';

export const auditSettings = {
  AUDIT_STDOUT: flag()
    .default(false)
    .describe('Also writes each entry of the audit log to standard output, as one line of JSON.'),
  AUDIT_SYSLOG: z
    .string()
    .regex(
      /^((udp|tcp):\/\/([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}|\/.+)$/,
      'must be udp://host:port, tcp://host:port, or the path of a socket',
    )
    .optional()
    .describe(
      'Also sends each entry there as syslog (RFC 5424): `udp://host:514`, `tcp://host:601`, or the path of a Unix stream socket.',
    ),
};
