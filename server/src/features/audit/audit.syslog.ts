import { createSocket } from 'node:dgram';
import { connect, isIPv6, type Socket } from 'node:net';
import { hostname } from 'node:os';

/** Lines that wait for a receiver that is away; more are dropped, and counted. */
const MOST_WAITING = 1000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** What is on its way when the server stops has this long, in ms. */
const FAREWELL_MS = 1000;
/** Facility 13, log audit, and severity 5, notice. Source: RFC 5424, 6.2.1 */
const PRIORITY = 13 * 8 + 5;

/** The head of a line: RFC 5424, 6. Names have no control characters or spaces. */
export function syslogLine(at: Date, json: string): string {
  const host = hostname().replace(/[^\x21-\x7e]/g, '') || '-';
  return `<${PRIORITY}>1 ${at.toISOString()} ${host} parley ${process.pid} audit - ${json}`;
}

/** Where lines are sent. Sending never waits. */
export interface Syslog {
  send(line: string): void;
  /** Sends what waits, for a moment, and closes. */
  close(): Promise<void>;
}

interface Place {
  host: string;
  port: number;
}

interface Counts {
  dropped: () => void;
  failed: (error: Error) => void;
}

function overUdp({ host, port }: Place, { dropped, failed }: Counts): Syslog {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  socket.unref();
  socket.on('error', failed);
  let pending = 0;
  let done: (() => void) | undefined;
  return {
    send: (line) => {
      if (pending >= MOST_WAITING) return dropped();
      pending += 1;
      socket.send(line, port, host, (error) => {
        pending -= 1;
        if (error) failed(error);
        if (pending === 0) done?.();
      });
    },
    close: async () => {
      if (pending > 0)
        await new Promise<void>((resolve) => {
          done = resolve;
          setTimeout(resolve, FAREWELL_MS).unref();
        });
      socket.close();
    },
  };
}

/** A connection that is made again when it ends; a line that was written is gone, one that waits is sent then. */
class Stream implements Syslog {
  private readonly waiting: string[] = [];
  private socket: Socket | undefined;
  private ready = false;
  private retryMs = FIRST_RETRY_MS;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly open: () => Socket,
    private readonly frame: (line: string) => string,
    private readonly counts: Counts,
  ) {}

  send(line: string): void {
    if (this.waiting.length >= MOST_WAITING) return this.counts.dropped();
    this.waiting.push(this.frame(line));
    if (this.socket) this.flush();
    else if (!this.retry) this.connect();
  }

  private connect(): void {
    this.retry = undefined;
    const socket = this.open();
    this.socket = socket;
    socket.unref();
    socket.on('connect', () => {
      this.ready = true;
      this.retryMs = FIRST_RETRY_MS;
      this.flush();
    });
    socket.on('drain', () => this.flush());
    socket.on('error', (error) => this.counts.failed(error));
    // A receiver sends nothing; reading notices its end.
    socket.resume();
    socket.on('close', () => {
      this.socket = undefined;
      this.ready = false;
      if (this.closed) return;
      this.retry = setTimeout(() => this.connect(), this.retryMs).unref();
      this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
    });
  }

  private flush(): void {
    while (this.ready && this.socket && this.waiting.length > 0) {
      const line = this.waiting.shift() ?? '';
      // The kernel's buffer is full: the rest waits here, where it is counted.
      if (!this.socket.write(line)) return;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    const { socket } = this;
    if (!socket) return;
    await new Promise<void>((resolve) => {
      socket.once('close', resolve);
      setTimeout(resolve, FAREWELL_MS).unref();
      if (this.ready) socket.end();
      else socket.destroy();
    });
    socket.destroy();
  }
}

/**
 * Opens a syslog receiver of the settings.
 * @param address `udp://host:port`; `tcp://host:port`, framed by lengths (RFC 6587, 3.4.1); or the path of a Unix stream socket, by lines
 */
export function openSyslog(address: string, counts: Counts): Syslog {
  if (address.startsWith('/'))
    return new Stream(
      () => connect(address),
      (line) => `${line}\n`,
      counts,
    );
  const [, kind, host = '', port] = /^(udp|tcp):\/\/(.+):(\d+)$/.exec(address) ?? [];
  const place = { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  if (kind === 'udp') return overUdp(place, counts);
  return new Stream(
    () => connect(place.port, place.host),
    (line) => `${Buffer.byteLength(line)} ${line}`,
    counts,
  );
}
