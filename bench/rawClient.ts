import WebSocket, { type RawData } from 'ws';
import { newId } from '../client/src/platform/newId.ts';

/** The first bytes of an event or an acknowledgement: `42[` is an event, `43` an acknowledgement. Source: Socket.IO's protocol, version 5. */
const EVENT = 0x32;
const MESSAGE_MARK = Buffer.from('"messageId"');

const bytesOf = (data: RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);

/** The number of messages in a frame. */
function messagesIn(frame: Buffer): number {
  let count = 0;
  for (let at = frame.indexOf(MESSAGE_MARK); at >= 0; at = frame.indexOf(MESSAGE_MARK, at + 1)) count += 1;
  return count;
}

/**
 * A connection that speaks Socket.IO's protocol by hand, so that the load costs little beside the server it measures: the
 * library's client takes longer to read an event than the server to send it.
 */
export class RawClient {
  private readonly waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  private next = 0;
  /** Messages received so far. */
  received = 0;
  /** Called with the number of messages in a frame, and the frame. */
  onMessages: ((count: number, frame: Buffer) => void) | undefined;

  private constructor(private readonly socket: WebSocket) {}

  static open(port: number | string, token: string): Promise<RawClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    const client = new RawClient(socket);
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (data) => {
        const frame = bytesOf(data);
        const kind = String.fromCharCode(frame[0] ?? 0);
        if (kind === '0') socket.send(`40${JSON.stringify({ token })}`);
        else if (kind === '2') socket.send('3');
        else if (frame[1] === 0x30) resolve(client);
        else if (frame[1] === 0x34) reject(new Error(frame.toString()));
        else client.take(frame);
      });
    });
  }

  private take(frame: Buffer): void {
    if (frame[1] === EVENT) {
      const count = messagesIn(frame);
      this.received += count;
      if (count > 0) this.onMessages?.(count, frame);
      return;
    }
    const text = frame.toString();
    const id = Number.parseInt(text.slice(2), 10);
    const requested = this.waiting.get(id);
    this.waiting.delete(id);
    if (text.includes('[{"ok":true')) requested?.resolve();
    else requested?.reject(new Error(text));
  }

  /** Sends a command; resolves when it is answered. @throws Error with the server's problem */
  ask(command: string, input: object): Promise<void> {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.socket.send(`42${id}["${command}",${JSON.stringify(input)}]`);
    });
  }

  /** Sends a message; resolves when it is acknowledged. @throws Error with the server's problem */
  say(roomId: string, text: string): Promise<void> {
    return this.ask('message:send', { roomId, clientId: newId(), text });
  }

  /** Sends as many messages as possible, with a number in flight, until the time is over; returns how many were acknowledged. */
  async sayOn(at: { rooms: string[]; text: string; inFlight: number; seconds: number }): Promise<number> {
    const end = performance.now() + at.seconds * 1000;
    let said = 0;
    const lane = async (i: number): Promise<void> => {
      for (let n = i; performance.now() < end; n++) {
        await this.say(at.rooms[n % at.rooms.length] ?? '', at.text);
        said += 1;
      }
    };
    await Promise.all(Array.from({ length: at.inFlight }, (_, i) => lane(i)));
    return said;
  }

  close(): void {
    this.socket.close();
  }
}
