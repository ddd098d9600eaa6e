import { randomUUID } from 'node:crypto';
import type { TokenScope } from '@parley/shared/accessTokens';
import { commands, type Ack, type CommandName, type CommandResults } from '@parley/shared/events';
import type { z } from 'zod';
import type { Actor, Server } from './context.js';
import { requireScope } from './demands.js';
import { errorBody } from './errorBody.js';
import { requireHarmless } from './harmless.js';
import { refusalKey } from './rateLimit.js';
import { servingRequest } from './requestContext.js';
import type { Socket } from './socket.js';

export type CommandHandler<N extends CommandName> = (
  actor: Actor,
  input: z.output<(typeof commands)[N]>,
  socket: Socket,
) => Promise<CommandResults[N]>;

/** What Socket.IO calls on a socket for an event of its client. */
type Listener = (this: Socket, input: unknown, ack: unknown) => void;

/**
 * The commands of sockets, and handlers for their connection and end. Made once and shared by all sockets: closures of
 * their own for each command were a fifth of what an idle connection cost.
 */
export class Commands {
  private readonly listeners = new Map<string, Listener>();
  private readonly arrivals: ((socket: Socket) => void)[] = [];
  private readonly departures: ((socket: Socket) => void)[] = [];

  constructor(readonly server: Server) {}

  /**
   * The only way to register commands: parse, act, acknowledge. A handler that throws answers with its problem; it can neither
   * end the process nor leave the client waiting.
   * @param options `scope` required of an access token, by default `write`
   */
  on<N extends CommandName>(
    name: N,
    run: CommandHandler<N>,
    { scope = 'write' }: { scope?: TokenScope } = {},
  ): void {
    const { server } = this;
    const answer = async (socket: Socket, input: unknown): Promise<Ack<CommandResults[N]>> => {
      const requestId = randomUUID();
      const done = server.metrics.commands.startTimer({ command: name });
      const { actor } = socket.data;
      const refusedAs = refusalKey.person(actor.userId);
      try {
        // The actor and the permission come before the input, as they do over HTTP.
        await server.limits.checkRefusals(refusedAs);
        requireScope(actor, scope);
        requireHarmless(input);
        const parsed = commands[name].parse(input) as z.output<(typeof commands)[N]>;
        const data = await servingRequest(server, requestId, () => run(actor, parsed, socket));
        done({ outcome: 'ok' });
        return { ok: true, data };
      } catch (error) {
        const problem = errorBody(error, server.log, requestId);
        if (problem.code === 'invalid') await server.limits.countRefusal(refusedAs);
        done({ outcome: problem.code });
        server.metrics.errors.inc({ code: problem.code });
        return { ok: false, error: problem };
      }
    };
    this.listeners.set(name, function (input, ack) {
      void server.inFlight.track(answer(this, input)).then((result) => {
        if (typeof ack === 'function') (ack as (result: Ack<CommandResults[N]>) => void)(result);
      });
    });
  }

  /** Whether there is such a command. */
  knows(name: string): boolean {
    return this.listeners.has(name);
  }

  /** Registers a handler for sockets that have been admitted. */
  onArrival(run: (socket: Socket) => void): void {
    this.arrivals.push(run);
  }

  /** Registers a handler for sockets that are gone. */
  onDeparture(run: (socket: Socket) => void): void {
    this.departures.push(run);
  }

  /** Adds the listeners to a socket just admitted, in the same turn of the event loop: its first command may have arrived. */
  serve(socket: Socket): void {
    for (const [name, listener] of this.listeners) socket.on(name as CommandName, listener);
    socket.on('disconnect', () => {
      for (const run of this.departures) run(socket);
    });
    for (const run of this.arrivals) run(socket);
  }
}
