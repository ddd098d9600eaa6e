import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { parseMessage, type Message } from './message.js';
import type { Probed } from './probed.js';

/** Where a TURN server is. */
export interface TurnTarget {
  host: string;
  port: number;
  transport: 'udp' | 'tcp';
  secure: boolean;
}

const PORT = 3478;
const PORT_SECURE = 5349;
/** Of a message of STUN, in bytes. */
const HEADER = 20;

/** @returns undefined for what is no address of a TURN server (RFC 7065) */
export function parseTurnUrl(url: string): TurnTarget | undefined {
  const [, scheme, host = '', port, transport] =
    /^(turns?):(\[[0-9a-f:.]+\]|[^\s:?[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(url) ?? [];
  if (scheme === undefined) return undefined;
  const secure = scheme.toLowerCase() === 'turns';
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? (secure ? PORT_SECURE : PORT) : Number(port),
    transport: transport?.toLowerCase() === 'udp' || (transport === undefined && !secure) ? 'udp' : 'tcp',
    secure,
  };
}

/** Why a server cannot be reached. */
export class WireFault extends Error {
  constructor(readonly probed: Probed) {
    super(probed.kind);
  }
}

/** The way to a server. */
export interface Wire {
  /** What is sent arrives, or the wire fails. */
  isReliable: boolean;
  send: (bytes: Buffer) => void;
  /** @throws WireFault when it fails, or answers with something else than STUN */
  answerTo: (transaction: Buffer) => Promise<Message>;
  close: () => void;
}

/** Pairs answers with requests, whatever carries them. */
class Answers {
  private readonly waiting = new Map<string, (answer: Message) => void>();
  private fail: (fault: WireFault) => void = () => undefined;
  private readonly failed = new Promise<never>((_resolve, reject) => (this.fail = reject));

  constructor() {
    // Nobody may be waiting as it fails.
    this.failed.catch(() => undefined);
  }

  to(transaction: Buffer): Promise<Message> {
    const key = transaction.toString('hex');
    return Promise.race([new Promise<Message>((resolve) => this.waiting.set(key, resolve)), this.failed]);
  }

  receive(bytes: Buffer): void {
    const message = parseMessage(bytes);
    if (message) this.waiting.get(message.transaction.toString('hex'))?.(message);
    else this.failBy({ kind: 'foreign' });
  }

  failBy(probed: Probed): void {
    this.fail(new WireFault(probed));
  }
}

const isCertificate = (code: string): boolean => /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO|SSL|TLS/.test(code);

/** What an error of a socket means. */
function faultOf(error: NodeJS.ErrnoException): Probed {
  const { code = '', message } = error;
  if (/ENOTFOUND|EAI_/.test(code)) return { kind: 'unknownName' };
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(code)) return { kind: 'closed' };
  if (isCertificate(code)) return { kind: 'certificate', reason: message };
  return { kind: /ETIMEDOUT/.test(code) ? 'noAnswer' : 'foreign' };
}

async function openUdp({ port }: TurnTarget, address: string, answers: Answers): Promise<Wire> {
  const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
  socket.on('message', (bytes) => answers.receive(bytes));
  // Connected, so that a closed port is an error and not a silence.
  socket.on('error', (error) => answers.failBy(faultOf(error)));
  socket.connect(port, address);
  await once(socket, 'connect');
  return {
    isReliable: false,
    send: (bytes) => socket.send(bytes, (error) => void (error && answers.failBy(faultOf(error)))),
    answerTo: (transaction) => answers.to(transaction),
    close: () => socket.close(),
  };
}

/** Cuts a stream into messages. */
function receiveFrom(socket: Socket, answers: Answers): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= HEADER) {
      const length = HEADER + held.readUInt16BE(2);
      if (held.length < length && (held[0] ?? 0) <= 3) return;
      answers.receive(held.subarray(0, length));
      held = held.subarray(length);
    }
  });
}

async function openTcp({ host, port, secure }: TurnTarget, address: string, answers: Answers): Promise<Wire> {
  const socket = secure
    ? connectTls({ host: address, port, ...(isIP(host) ? {} : { servername: host }) })
    : connectTcp({ host: address, port });
  socket.on('error', (error: Error) => answers.failBy(faultOf(error)));
  socket.on('close', () => answers.failBy({ kind: 'foreign' }));
  receiveFrom(socket, answers);
  const close = (): void => void socket.destroy();
  try {
    await once(socket, secure ? 'secureConnect' : 'connect');
  } catch (error) {
    close();
    throw error;
  }
  return {
    isReliable: true,
    send: (bytes) => void socket.write(bytes),
    answerTo: (transaction) => answers.to(transaction),
    close,
  };
}

/**
 * Opens the way to a server.
 *
 * @param stop ends the attempt: then it counts as without an answer
 * @throws WireFault
 */
export async function openWire(target: TurnTarget, stop: AbortSignal): Promise<Wire> {
  const answers = new Answers();
  const stopped = new Promise<never>((_resolve, reject) =>
    stop.addEventListener('abort', () => reject(new WireFault({ kind: 'noAnswer' })), { once: true }),
  );
  stopped.catch(() => undefined);
  stop.addEventListener('abort', () => answers.failBy({ kind: 'noAnswer' }), { once: true });
  const open = async (): Promise<Wire> => {
    const { address } = await lookup(target.host);
    const wire = await (target.transport === 'udp' ? openUdp : openTcp)(target, address, answers);
    // It took too long, and nobody waits for it any more.
    if (stop.aborted) wire.close();
    return wire;
  };
  try {
    return await Promise.race([open(), stopped]);
  } catch (error) {
    throw error instanceof WireFault ? error : new WireFault(faultOf(error as NodeJS.ErrnoException));
  }
}
