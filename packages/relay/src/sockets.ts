import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Room for the bursts of a video's keyframes, in bytes. */
const SOCKET_BUFFER = 1 << 20;
/** A port that is free on one address may be taken on another; beyond this it is not chance. */
const MOST_TRIES = 20;

/** Receives a datagram, and the socket by which it is answered. */
export type OnDatagram = (bytes: Buffer, from: RemoteInfo, via: Socket) => void;

/** The addresses of this machine, but those that are valid on one link alone. */
const ownAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((all = []) =>
    all.flatMap(({ address }) => (/^fe80:/i.test(address) ? [] : [address])),
  );

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * One UDP port on all addresses of this machine, with a socket for each. An answer has to come from the address that the request
 * went to, or the client drops it; from a socket for all addresses the system sends it from one of its choice.
 */
export class Sockets {
  private readonly byAddress = new Map<string, Socket>();

  private constructor(
    readonly port: number,
    private readonly onDatagram: OnDatagram,
  ) {}

  /**
   * @param port 0 takes one that is free on all
   * @param host the one address to listen on; undefined for all
   * @throws where the port is taken or the host is not of this machine
   */
  static async open(port: number, host: string | undefined, onDatagram: OnDatagram): Promise<Sockets> {
    for (let tries = 1; ; tries++) {
      const first = await bound(port, host ?? '127.0.0.1');
      const sockets = new Sockets(first.address().port, onDatagram);
      sockets.add(host ?? '127.0.0.1', first);
      try {
        if (host === undefined) await sockets.bindAll();
        return sockets;
      } catch (error) {
        await sockets.close();
        if (port !== 0 || tries >= MOST_TRIES) throw error;
      }
    }
  }

  /** Listens on addresses that are new, and no more on those that are gone. Without `host` alone. */
  async refresh(): Promise<void> {
    const present = new Set([...ownAddresses(), '127.0.0.1']);
    for (const [address, socket] of this.byAddress)
      if (!present.has(address)) {
        this.byAddress.delete(address);
        socket.close();
      }
    await this.bindAll().catch(() => undefined);
  }

  async close(): Promise<void> {
    const all = [...this.byAddress.values()];
    this.byAddress.clear();
    await Promise.all(
      all.map((socket) => {
        const closed = once(socket, 'close');
        socket.close();
        return closed;
      }),
    );
  }

  /** @throws where another program has the port on one of them */
  private async bindAll(): Promise<void> {
    for (const address of ownAddresses()) {
      if (this.byAddress.has(address)) continue;
      try {
        this.add(address, await bound(this.port, address));
      } catch (error) {
        // An address of IPv6 cannot be used yet as it comes up: the next refresh takes it.
        if (codeOf(error) !== 'EADDRNOTAVAIL') throw error;
      }
    }
  }

  private add(address: string, socket: Socket): void {
    this.byAddress.set(address, socket);
    socket.on('message', (bytes, from) => this.onDatagram(bytes, from, socket));
    // A destination that cannot be reached is no reason to end: its datagrams are lost, as datagrams are.
    socket.on('error', () => undefined);
  }
}

async function bound(port: number, address: string): Promise<Socket> {
  const socket = createSocket({
    type: isIPv4(address) ? 'udp4' : 'udp6',
    // Of IPv4 there is a socket of its own.
    ipv6Only: !isIPv4(address) && address !== '::',
    recvBufferSize: SOCKET_BUFFER,
    sendBufferSize: SOCKET_BUFFER,
  });
  try {
    socket.bind({ port, address });
    await once(socket, 'listening');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}
