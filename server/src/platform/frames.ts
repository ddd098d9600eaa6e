import type { Socket as TcpSocket } from 'node:net';

/** What Socket.IO has encoded once for all who receive it: the parts of one WebSocket frame. Absent for an event to one socket, and with attachments. */
interface WriteOptions {
  wsPreEncodedFrame?: Buffer[];
}

/** The parts of Engine.IO 6.6 and ws 8 that frames pass; none of them is in their types. */
interface Connection {
  readyState: string;
  /** What waits until the transport has written what it was given before. */
  writeBuffer: unknown[];
  transport: {
    writable: boolean;
    /** Absent for long polling. */
    socket?: {
      readyState: number;
      bufferedAmount: number;
      _socket?: TcpSocket;
      _sender?: { sendFrame: (parts: Buffer[]) => void };
    };
  };
  write: (data: unknown, options?: WriteOptions, callback?: () => void) => unknown;
}

/** Engine.IO's server, likewise. */
interface Engine {
  clients: Record<string, Connection>;
  on: (event: 'connection' | 'flush' | 'drain', listener: (connection: Connection) => void) => void;
}

/** `readyState` of an open WebSocket. Source: the WebSocket API. */
const OPEN = 1;
/** The weight of a packet that waits for a client with long polling. */
const PACKET_BYTES = 1024;

const tcpSocketOf = ({ transport }: Connection): TcpSocket | undefined => transport.socket?._socket;

/** The connections that are open now, also of those that are not admitted yet. */
export const tcpSocketsOf = (io: { engine: unknown }): TcpSocket[] =>
  Object.values((io.engine as Engine).clients).flatMap((connection) => tcpSocketOf(connection) ?? []);

/** Bytes that wait for this connection to read. */
export function waitingBytes(connection: unknown): number {
  const { transport, writeBuffer } = connection as Connection;
  return (transport.socket?.bufferedAmount ?? 0) + writeBuffer.length * PACKET_BYTES;
}

/** Whether a frame may be sent directly: not before waiting packets, and a busy transport will soon write several at once. */
function senderOf({ readyState, writeBuffer, transport }: Connection) {
  const { socket, writable } = transport;
  const free = readyState === 'open' && writable && writeBuffer.length === 0 && socket?.readyState === OPEN;
  return free ? socket._sender : undefined;
}

/**
 * A room's event is one frame for all, and is sent to each socket as one buffer, without Engine.IO's packets, queue and callbacks, which took
 * as long again as the kernel's write. The order stays that of the calls: waiting packets are not passed, and both ways end in the same socket.
 */
const past = (write: Connection['write']): Connection['write'] =>
  function (this: Connection, data, options, callback) {
    const parts = callback ? undefined : options?.wsPreEncodedFrame;
    const sender = parts && senderOf(this);
    if (!sender) return write.call(this, data, options, callback);
    // Joined once, by the first socket, for all others.
    if (parts.length > 1) parts.splice(0, parts.length, Buffer.concat(parts));
    sender.sendFrame(parts);
    return this;
  };

/**
 * Has frames leave with little work: those that many receive by themselves, and those of one connection that have to wait together, in
 * one write of the kernel, which costs more than all else about them.
 */
export function shortenFrames(io: { engine: unknown }): void {
  const engine = io.engine as Engine;
  let write: Connection['write'] | undefined;
  engine.on('connection', (connection) => {
    // One function for all connections: one of its own would stay with each that is idle.
    connection.write = write ??= past(connection.write);
  });
  engine.on('flush', (connection) => tcpSocketOf(connection)?.cork());
  engine.on('drain', (connection) => tcpSocketOf(connection)?.uncork());
}
