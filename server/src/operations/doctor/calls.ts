import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stateOfCheck, type CallCheck, type CallCheckVerdict } from '@parley/shared/calls/check';
import type { Config } from '../../config.js';
import { checkCalls } from '../../features/calls/calls.check.js';
import { relaySecretOf } from '../../features/calls/calls.turn.js';
import { loadSecret } from '../../platform/secrets.js';
import type { Finding } from './finding.js';

const KEY = 'access-token.key';

const names: Record<CallCheck['what'], string> = {
  relay: 'relay',
  relayOutside: 'relay at',
  turn: 'TURN',
  livekit: 'LiveKit',
};

type Words = (check: CallCheck) => { says: string; cure?: string };

const at = ({ what, target }: CallCheck): string => (what === 'relay' ? `UDP port ${target}` : target);

/** What each verdict says, and how to fix it. */
const words: Record<CallCheckVerdict, Words> = {
  works: (check) => ({ says: `${at(check)}: carries calls, ${check.ms ?? 0} ms` }),
  off: () => ({ says: 'RELAY_PORT is 0: calls connect directly, or by TURN_URLS' }),
  ready: (check) => ({ says: `${at(check)} is free: the relay starts with the server` }),
  notRunning: (check) => ({
    says: `${at(check)} is free, although the server runs`,
    cure: 'Restart the server.',
  }),
  portTaken: (check) => ({
    says: `${at(check)} is taken by another program: calls between networks do not connect`,
    cure: 'End that program, or set RELAY_PORT to a free UDP port, and open it in the firewall.',
  }),
  noAnswer: (check) => ({
    says: `${at(check)}: nothing comes back`,
    cure: 'Open that port in the firewall, and see that the server runs.',
  }),
  unconfirmed: (check) => ({
    says: `${at(check)}: no answer from here, as behind routers that let nobody reach their own address from inside`,
    cure: 'Test it from outside: Settings → Calls. If that fails too, open this UDP port and forward it to the server.',
  }),
  secret: (check) => ({
    says: `${at(check)}: refuses the secret`,
    cure: 'Set TURN_SECRET to the secret of the TURN server (coturn: static-auth-secret, with use-auth-secret).',
  }),
  clocks: (check) => ({
    says: `${at(check)}: its clock is ahead of this one by a minute or more`,
    cure: 'Let both follow a time server.',
  }),
  unknownName: (check) => ({
    says: `${at(check)}: the name is unknown`,
    cure: 'Correct RELAY_HOST, PUBLIC_URL or TURN_URLS.',
  }),
  portClosed: (check) => ({
    says: `${at(check)}: the port is closed`,
    cure: 'Start the TURN server, open its port, or correct TURN_URLS.',
  }),
  certificate: (check) => ({
    says: `${at(check)}: TLS fails, and browsers will refuse it too`,
    cure: 'Give the TURN server a valid certificate for this name, or correct the port in TURN_URLS.',
  }),
  foreign: (check) => ({
    says: `${at(check)}: what answers is no TURN server`,
    cure: 'Correct the port in TURN_URLS.',
  }),
  malformed: (check) => ({
    says: `${at(check)}: cannot be read`,
    cure: 'Write TURN_URLS as turn:host:3478?transport=udp or turns:host:443?transport=tcp.',
  }),
  untested: (check) => ({
    says: `${at(check)}: TURN over DTLS, which is not tried`,
    cure: 'Test it from a browser: Settings → Calls.',
  }),
  mediaWorks: (check) => ({ says: `${at(check)}: answers, and accepts the key, ${check.ms ?? 0} ms` }),
  mediaSecret: (check) => ({
    says: `${at(check)}: refuses the key`,
    cure: 'Set LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a pair of the keys of LiveKit, and let both clocks follow a time server.',
  }),
  mediaUnreachable: (check) => ({
    says: `${at(check)}: does not answer: calls are refused`,
    cure: 'Start LiveKit, or correct LIVEKIT_URL.',
  }),
  refused: (check) => ({
    says: `${at(check)}: lets us in, and gives no relayed address`,
    cure: 'Look into its log: it may be full, or have no range of ports.',
  }),
};

/** Tries the relays of calls. The key is only read: the server makes it at its first start. */
export async function calls(config: Config): Promise<Finding[]> {
  const hasKey = existsSync(join(config.dataFolder, 'secrets', KEY));
  const relaySecret = hasKey ? relaySecretOf(loadSecret(config.dataFolder, KEY)) : undefined;
  const found = await checkCalls({ config, relaySecret, isRunning: false });
  return found.map((check) => ({
    what: names[check.what],
    state: stateOfCheck(check.verdict),
    ...words[check.verdict](check),
  }));
}
