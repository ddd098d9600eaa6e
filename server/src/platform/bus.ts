import type { Log } from './log.js';

/**
 * What features publish to each other inside this process, by name. A feature adds its own where it publishes them:
 * `declare module '../../platform/bus.js' { interface BusEvents { 'room.archived': { roomId: string } } }`.
 * An event is lost in a crash between the write and the publishing; what may miss none follows the rooms instead (`Follower`).
 */
export interface BusEvents {
  /** Somebody has lost rights, or everything they had made: published by `endWhatWasMade`, which waits for its listeners. */
  'rights.lost': RightsLoss;
  /** Everything is put together and will soon listen. */
  'server.started': undefined;
  /** The server ends: it admits nobody new and answers what is under way. */
  'server.draining': undefined;
  /** Another node has ended or died. */
  'node.gone': undefined;
  /** What other nodes have sent may not have arrived here. */
  'nodes.missed': undefined;
}

/**
 * Requests to a feature that is higher up and not imported, by name. The requesting feature declares it:
 * `interface BusRequests { 'room.heads': { request: { roomId: string }; answer: Heads } }`. One feature answers each.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- features add to it
export interface BusRequests {}

/** What somebody has lost. */
export interface RightsLoss {
  userId: string;
  /** True for all their credentials: their password changed, or their account is deactivated or erased. Else they lost a role or a room. */
  all: boolean;
}

type Listener<Payload> = (payload: Payload) => unknown;
type RequestOf<K extends keyof BusRequests> = BusRequests[K] extends { request: infer Request }
  ? Request
  : never;
type AnswerOf<K extends keyof BusRequests> = BusRequests[K] extends { answer: infer Answer } ? Answer : never;

/** The typed events and requests between the features of one server. */
export class Bus {
  private readonly listeners = new Map<keyof BusEvents, Listener<never>[]>();
  private readonly answers = new Map<keyof BusRequests, (request: never) => Promise<unknown>>();

  constructor(private readonly log: Log) {}

  /** Calls `run` with each event of this name, in the order of registration. */
  on<K extends keyof BusEvents>(name: K, run: Listener<BusEvents[K]>): void {
    this.listeners.set(name, [...this.of(name), run]);
  }

  /** Calls every listener and waits for none; one that fails is logged and harms neither the others nor the publisher. */
  publish<K extends keyof BusEvents>(name: K, payload: BusEvents[K]): void {
    const failed = (error: unknown): void => this.log.error({ err: error, event: name }, 'a listener failed');
    for (const run of this.of(name)) {
      try {
        const result = run(payload);
        if (result instanceof Promise) result.catch(failed);
      } catch (error) {
        failed(error);
      }
    }
  }

  /** Calls the listeners in sequence and waits for each. @throws what a listener throws: those after it are not called */
  async publishAndWait<K extends keyof BusEvents>(name: K, payload: BusEvents[K]): Promise<void> {
    for (const run of this.of(name)) await run(payload);
  }

  /** Answers every request of this name with what `run` returns. @throws Error when another feature answers it already */
  answer<K extends keyof BusRequests>(name: K, run: (request: RequestOf<K>) => Promise<AnswerOf<K>>): void {
    if (this.answers.has(name)) throw new Error(`${name} is answered twice`);
    this.answers.set(name, run);
  }

  /** @returns what the feature answers that answers this. @throws what that throws, and Error when none does */
  async request<K extends keyof BusRequests>(name: K, request: RequestOf<K>): Promise<AnswerOf<K>> {
    const run = this.answers.get(name) as ((request: RequestOf<K>) => Promise<AnswerOf<K>>) | undefined;
    if (!run) throw new Error(`no feature answers ${name}`);
    return await run(request);
  }

  private of<K extends keyof BusEvents>(name: K): Listener<BusEvents[K]>[] {
    return (this.listeners.get(name) ?? []) as Listener<BusEvents[K]>[];
  }
}
