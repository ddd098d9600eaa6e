import { z } from 'zod';

const seconds = (most: number) => z.coerce.number().positive().max(most);

export const callsSettings = {
  RELAY_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(3478)
    .describe(
      'UDP port of the built-in STUN and TURN server, for calls that cannot connect directly. 0 turns it off.',
    ),
  RELAY_HOST: z
    .string()
    .max(253)
    .optional()
    .describe('Host name or address at which browsers reach it; by itself the host of the page.'),
  TURN_URLS: z
    .string()
    .max(2000)
    .optional()
    .describe(
      'A TURN server of your own, for networks that block UDP: `turns:turn.example.org:443?transport=tcp`; several with commas between them.',
    ),
  TURN_SECRET: z
    .string()
    .min(8)
    .max(500)
    .optional()
    .describe('Its shared secret (coturn: `static-auth-secret`).'),
  LIVEKIT_URL: z
    .url({ protocol: /^(https?|wss?)$/, error: 'must begin with http://, https://, ws:// or wss://' })
    .optional()
    .describe(
      'Address at which this server reaches a LiveKit server, `http://livekit:7880`, for calls of more than eight people. Pages reach it through this server.',
    ),
  LIVEKIT_API_KEY: z.string().min(1).max(200).optional().describe('Its API key.'),
  LIVEKIT_API_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .max(500)
    .optional()
    .describe('The secret of that key.'),
  CALL_RING_SECONDS: seconds(300).default(45).describe('How long a call rings.'),
  CALL_SILENCE_SECONDS: seconds(600)
    .default(30)
    .describe('A browser that is silent for this long is no longer in its call.'),
};
