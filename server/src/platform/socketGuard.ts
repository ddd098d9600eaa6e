import { AppError, problemOf } from '@parley/shared/errors';
import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import type { Server } from './context.js';
import { refusalKey } from './rateLimit.js';
import type { Socket } from './socket.js';

/** Commands of any kind a socket may send within one second; more of them are a flood. */
const COMMANDS_PER_SECOND = 200;
/** Those of all sockets of one person together, on each server: beyond, they are refused for a while. */
const COMMANDS_OF_A_PERSON = 400;

/** Counts per key in the present second; earlier seconds are dropped. */
class ThisSecond {
  private second = 0;
  private readonly used = new Map<string, number>();

  /** Counts one more. @returns how many there are */
  count(key: string): number {
    const now = Math.floor(Date.now() / 1000);
    if (now !== this.second) this.used.clear();
    this.second = now;
    const used = (this.used.get(key) ?? 0) + 1;
    this.used.set(key, used);
    return used;
  }
}

/** Answers a packet without reading its input. Its acknowledgement, if requested, is the last argument. */
function refuse(packet: unknown[], error: AppError): void {
  const ack = packet.at(-1);
  if (typeof ack === 'function') (ack as (answer: unknown) => void)({ ok: false, error: problemOf(error) });
}

/** The checks before all commands of all sockets. */
export class SocketGuard {
  private readonly ofSockets = new ThisSecond();
  private readonly ofPeople = new ThisSecond();

  /**
   * @param knows whether there is such a command
   * @param onCut called with a socket that is cut for flooding
   */
  constructor(
    private readonly server: Server,
    private readonly knows: (command: string) => boolean,
    private readonly onCut: (socket: Socket) => void,
  ) {}

  guard(socket: Socket): void {
    const { userId } = socket.data.actor;
    const limited = this.server.config.RATE_LIMITS;
    socket.use((packet: unknown[], next) => {
      if (limited && this.ofSockets.count(socket.id) > COMMANDS_PER_SECOND) {
        this.onCut(socket);
        socket.disconnect(true);
        return;
      }
      if (limited && this.ofPeople.count(userId) > COMMANDS_OF_A_PERSON)
        return refuse(packet, refusal('limits.commands', {}, { retryAfter: 1 }));
      if (typeof packet[0] === 'string' && this.knows(packet[0])) return next();
      void this.server.limits.countRefusal(refusalKey.person(userId));
      refuse(packet, invalidField('command', 'unknown'));
    });
    // An error inside socket.use would be emitted here; without a listener it ends the process.
    socket.on('error', () => undefined);
  }
}
