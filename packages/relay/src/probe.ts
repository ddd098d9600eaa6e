import { createHash, randomBytes } from 'node:crypto';
import { attribute, attributeOf, numberAttribute, writeMessage, type Message } from './message.js';
import type { Credential } from './credentials.js';
import type { Probed } from './probed.js';
import { openWire, parseTurnUrl, WireFault, type Wire } from './wire.js';
import { ATTRIBUTE, ERROR, METHOD, SUCCESS, UDP } from './protocol.js';

/** Between two sendings over UDP, in ms (RFC 8489 §6.2.1). */
const AGAIN_MS = 500;
const STALE_NONCE = 438;

const codeOf = (answer: Message): number => {
  const value = attributeOf(answer, ATTRIBUTE.error);
  return value ? (value[2] ?? 0) * 100 + (value[3] ?? 0) : 0;
};

const transport = attribute(ATTRIBUTE.transport, Buffer.from([UDP, 0, 0, 0]));

/** Sends a request, over UDP until it is answered. */
async function exchange(wire: Wire, type: number, attributes: Buffer[], key?: Buffer): Promise<Message> {
  const transaction = randomBytes(12);
  const bytes = writeMessage(type, transaction, attributes, key);
  const answered = wire.answerTo(transaction);
  wire.send(bytes);
  const again = wire.isReliable ? undefined : setInterval(() => wire.send(bytes), AGAIN_MS);
  try {
    return await answered;
  } finally {
    clearInterval(again);
  }
}

/** The attributes and the key that a challenge demands. */
function signedBy(
  { username, credential }: Credential,
  challenge: Message,
): { names: Buffer[]; key: Buffer } {
  const realm = attributeOf(challenge, ATTRIBUTE.realm) ?? Buffer.alloc(0);
  const nonce = attributeOf(challenge, ATTRIBUTE.nonce) ?? Buffer.alloc(0);
  const names = [
    attribute(ATTRIBUTE.username, username),
    attribute(ATTRIBUTE.realm, realm),
    attribute(ATTRIBUTE.nonce, nonce),
  ];
  const key = createHash('md5').update(`${username}:${realm.toString()}:${credential}`).digest();
  return { names, key };
}

/** Makes an allocation and ends it. */
async function allocate(wire: Wire, credential: Credential): Promise<Probed> {
  const began = performance.now();
  let answer = await exchange(wire, METHOD.allocate, [transport]);
  // The first answer has the nonce; it may be stale by the second.
  for (let tries = 0; tries < 2 && answer.type === METHOD.allocate + ERROR; tries++) {
    const code = codeOf(answer);
    if (tries > 0 ? code !== STALE_NONCE : code !== 401) break;
    const { names, key } = signedBy(credential, answer);
    answer = await exchange(wire, METHOD.allocate, [transport, ...names], key);
    if (answer.type === METHOD.allocate + SUCCESS)
      // Without waiting: an allocation that is not ended expires.
      wire.send(
        writeMessage(
          METHOD.refresh,
          randomBytes(12),
          [numberAttribute(ATTRIBUTE.lifetime, 0), ...names],
          key,
        ),
      );
  }
  if (answer.type === METHOD.allocate + SUCCESS)
    return { kind: 'works', ms: Math.round(performance.now() - began) };
  return answer.type === METHOD.allocate + ERROR
    ? { kind: 'refused', code: codeOf(answer) }
    : { kind: 'foreign' };
}

/**
 * Tries a TURN server as a browser would: makes an allocation over UDP, TCP or TLS, and ends it.
 *
 * @param url as `turn:turn.example.org:3478?transport=udp` (RFC 7065)
 * @param timeoutMs how long it may take, with the lookup of its name
 */
export async function probe(url: string, credential: Credential, timeoutMs = 5000): Promise<Probed> {
  const target = parseTurnUrl(url);
  if (!target) return { kind: 'malformed' };
  // DTLS, which Node does not have.
  if (target.secure && target.transport === 'udp') return { kind: 'untested' };
  const stop = AbortSignal.timeout(timeoutMs);
  let wire: Wire | undefined;
  try {
    wire = await openWire(target, stop);
    return await allocate(wire, credential);
  } catch (error) {
    if (error instanceof WireFault) return error.probed;
    throw error;
  } finally {
    wire?.close();
  }
}
