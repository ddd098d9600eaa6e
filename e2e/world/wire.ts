import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The target of a wire; evaluated for each connection. */
export type Target = { port: number } | { path: string };

/** The faults of one direction of a wire. */
export interface Trouble {
  /** Delay of everything that passes, in ms. */
  delayMs?: number;
  /** Limit of the rate, in bytes a second. */
  rate?: number;
  /** Limit of each piece, in bytes. */
  piece?: number;
  /** Nothing passes; it is buffered until this ends. */
  held?: boolean;
  /** Everything is dropped silently: a half-open connection. It cannot recover and is cut afterwards. */
  lost?: boolean;
}

/** Bytes buffered in a held lane before its sender is paused. */
const MOST_WAITING = 1_000_000;

/** One direction of one connection. */
class Lane {
  private readonly waiting: { bytes: Buffer; due: number }[] = [];
  private size = 0;
  private freeAt = 0;
  private blocked = false;
  private timer: NodeJS.Timeout | undefined;
  hasLost = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly trouble: () => Trouble,
    private readonly passed: (bytes: Buffer) => void,
  ) {
    from.on('data', (bytes: Buffer) => this.take(bytes));
    to.on('drain', () => {
      this.blocked = false;
      this.pump();
    });
    to.once('close', () => clearTimeout(this.timer));
  }

  private take(bytes: Buffer): void {
    const { delayMs = 0, lost = false, piece = bytes.length } = this.trouble();
    if (lost) {
      this.hasLost = true;
      return;
    }
    for (let at = 0; at < bytes.length; at += piece)
      this.waiting.push({ bytes: bytes.subarray(at, at + piece), due: Date.now() + delayMs });
    this.size += bytes.length;
    if (this.size > MOST_WAITING) this.from.pause();
    this.pump();
  }

  /** Passes on what is due. */
  pump(): void {
    clearTimeout(this.timer);
    const { held = false, rate } = this.trouble();
    while (!held && !this.blocked && !this.to.destroyed) {
      const [first] = this.waiting;
      if (!first) break;
      const wait = Math.max(first.due, this.freeAt) - Date.now();
      if (wait > 0) {
        this.timer = setTimeout(() => this.pump(), wait);
        return;
      }
      this.waiting.shift();
      this.size -= first.bytes.length;
      if (rate !== undefined) this.freeAt = Date.now() + (first.bytes.length / rate) * 1000;
      this.passed(first.bytes);
      this.blocked = !this.to.write(first.bytes);
    }
    if (this.size <= MOST_WAITING) this.from.resume();
  }
}

/** One connection through a wire. */
interface Line {
  near: Socket;
  far: Socket;
  forth: Lane;
  back: Lane;
}

/** A TCP proxy between two programs that can be cut, held, throttled and redirected. */
export class Wire {
  private readonly server: Server;
  private readonly lines = new Set<Line>();
  private open = true;
  private forth: Trouble = {};
  private back: Trouble = {};
  private trigger: ((bytes: Buffer) => boolean) | undefined;
  port = 0;

  constructor(public to: Target) {
    this.server = createServer((near) => this.accept(near));
  }

  private accept(near: Socket): void {
    if (!this.open) return void near.destroy();
    const far = connect('port' in this.to ? { port: this.to.port, host: '127.0.0.1' } : this.to);
    const line: Line = {
      near,
      far,
      forth: new Lane(
        near,
        far,
        () => this.forth,
        (bytes) => this.watch(bytes),
      ),
      back: new Lane(
        far,
        near,
        () => this.back,
        () => undefined,
      ),
    };
    this.lines.add(line);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.lines.delete(line);
        near.destroy();
        far.destroy();
      });
    }
  }

  async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as { port: number }).port;
    return this;
  }

  /** The number of open connections. */
  get connections(): number {
    return this.lines.size;
  }

  /** Breaks every connection, and accepts none. */
  cut(): void {
    this.open = false;
    this.reset();
  }

  /** Breaks every connection; accepts new ones. */
  reset(): void {
    for (const { near, far } of this.lines) {
      near.destroy();
      far.destroy();
    }
  }

  /** Starts a fault: on the way there, on the way back, or both. */
  disturb(forth: Trouble, back: Trouble = forth): void {
    this.forth = forth;
    this.back = back;
    for (const line of this.lines) {
      line.forth.pump();
      line.back.pump();
    }
  }

  private watch(bytes: Buffer): void {
    if (this.trigger?.(bytes) !== true) return;
    this.trigger = undefined;
    this.disturb(this.forth, { held: true });
  }

  /** Holds back all answers from the moment on in which a matching piece passes on the way there. */
  holdAnswersAfter(isIt: (bytes: Buffer) => boolean): void {
    this.trigger = isIt;
  }

  /** Ends all faults; a connection that has lost data is cut. */
  mend(): void {
    this.open = true;
    this.trigger = undefined;
    for (const { near, forth, back } of this.lines) if (forth.hasLost || back.hasLost) near.destroy();
    this.disturb({});
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
