import { createSocket, type Socket } from 'node:dgram';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { addressAttribute, readV4Address, type Address } from '../address.js';
import {
  attribute,
  attributeOf,
  numberAttribute,
  parseMessage,
  writeMessage,
  type Message,
} from '../message.js';
import { ATTRIBUTE, DATA, METHOD, SEND, UDP } from '../protocol.js';
import type { Credential, Relay } from '../relay.js';

/** The code of a refused request; undefined for one that succeeded. */
export const codeOf = (answer: Message): number | undefined => {
  const value = attributeOf(answer, ATTRIBUTE.error);
  return value && (value[2] ?? 0) * 100 + (value[3] ?? 0);
};

export const transport = attribute(ATTRIBUTE.transport, Buffer.from([UDP, 0, 0, 0]));
export const lifetime = (seconds: number): Buffer => numberAttribute(ATTRIBUTE.lifetime, seconds);
export const channelNumber = (channel: number): Buffer =>
  attribute(ATTRIBUTE.channel, Buffer.from([channel >> 8, channel & 255, 0, 0]));

/** A TURN client over a socket of its own. */
export class TurnClient {
  /** What came from peers: over a channel by its number, else as an indication. */
  readonly received: { data: string; channel?: number; from?: Address }[] = [];
  private readonly waiting = new Map<string, (answer: Message) => void>();
  private realm = '';
  private nonce = '';
  relayed: Address = { address: '', port: 0 };

  private constructor(
    private readonly socket: Socket,
    readonly port: number,
    public credential: Credential,
  ) {
    socket.on('message', (bytes) => this.receive(bytes));
  }

  static async open(relay: Pick<Relay, 'port'>, credential: Credential): Promise<TurnClient> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new TurnClient(socket, relay.port, credential);
  }

  private receive(bytes: Buffer): void {
    const message = parseMessage(bytes);
    if (!message) {
      const data = bytes.subarray(4, 4 + bytes.readUInt16BE(2)).toString();
      this.received.push({ data, channel: bytes.readUInt16BE(0) });
    } else if (message.type === DATA) {
      const peer = attributeOf(message, ATTRIBUTE.peer);
      const from = peer && readV4Address(peer, message.transaction);
      const data = attributeOf(message, ATTRIBUTE.data)?.toString() ?? '';
      this.received.push({ data, ...(from ? { from } : {}) });
    } else this.waiting.get(message.transaction.toString('hex'))?.(message);
  }

  raw(bytes: Buffer): void {
    this.socket.send(bytes, this.port, '127.0.0.1');
  }

  /** Sends a request until it is answered, as one does over UDP. */
  async exchange(type: number, transaction: Buffer, attributes: Buffer[], key?: Buffer): Promise<Message> {
    const bytes = writeMessage(type, transaction, attributes, key);
    const answered = new Promise<Message>((resolve) =>
      this.waiting.set(transaction.toString('hex'), resolve),
    );
    this.raw(bytes);
    const again = setInterval(() => this.raw(bytes), 500);
    return await answered.finally(() => clearInterval(again));
  }

  /** A signed request; the first is sent twice, since only the relay's first answer has the nonce. */
  async request(type: number, attributes: Buffer[], transaction: Buffer = randomBytes(12)): Promise<Message> {
    if (this.nonce === '') await this.challenge(type);
    const { username, credential } = this.credential;
    const key = createHash('md5').update(`${username}:${this.realm}:${credential}`).digest();
    const names = [
      attribute(ATTRIBUTE.username, username),
      attribute(ATTRIBUTE.realm, this.realm),
      attribute(ATTRIBUTE.nonce, this.nonce),
    ];
    return await this.exchange(type, transaction, [...attributes, ...names], key);
  }

  private async challenge(type: number): Promise<void> {
    const answer = await this.exchange(type, randomBytes(12), []);
    this.realm = attributeOf(answer, ATTRIBUTE.realm)?.toString() ?? '';
    this.nonce = attributeOf(answer, ATTRIBUTE.nonce)?.toString() ?? '';
  }

  async allocate(attributes = [transport], transaction?: Buffer): Promise<Message> {
    const answer = await this.request(METHOD.allocate, attributes, transaction);
    const relayed = attributeOf(answer, ATTRIBUTE.relayed);
    if (relayed) this.relayed = readV4Address(relayed, answer.transaction) ?? this.relayed;
    return answer;
  }

  permit(peer: Address): Promise<Message> {
    return this.withPeer(METHOD.createPermission, peer);
  }

  bind(channel: number, peer: Address): Promise<Message> {
    return this.withPeer(METHOD.bindChannel, peer, [channelNumber(channel)]);
  }

  private withPeer(type: number, peer: Address, more: Buffer[] = []): Promise<Message> {
    const transaction = randomBytes(12);
    return this.request(type, [...more, addressAttribute(ATTRIBUTE.peer, peer, transaction)], transaction);
  }

  send(peer: Address, data: string): void {
    const transaction = randomBytes(12);
    const attributes = [addressAttribute(ATTRIBUTE.peer, peer, transaction), attribute(ATTRIBUTE.data, data)];
    this.raw(writeMessage(SEND, transaction, attributes));
  }

  sendOver(channel: number, data: string): void {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(channel, 0);
    head.writeUInt16BE(Buffer.byteLength(data), 2);
    this.raw(Buffer.concat([head, Buffer.from(data)]));
  }

  close(): void {
    this.socket.close();
  }
}
