import type { CallReaction, CallView, JoinedCall, LegView, ShowLeg } from '@parley/shared/calls/call';
import { callLimits } from '@parley/shared/calls/limits';
import type { CommandInput, CommandName, CommandResults } from '@parley/shared/events';
import type { Core } from '../../../core/core';
import { newId } from '../../../platform/newId';
import { Unanswered } from '../../../sync/connection';
import { steadyInterval } from './steadyInterval';

/** What a leg says to the server: it joins, beats, and shows. */
export class CallLink {
  readonly legId = newId();
  private endBeats: (() => void) | undefined;
  private callId: string | undefined;

  constructor(
    private readonly core: Core,
    private readonly roomId: string,
  ) {}

  /** One's own leg, while it is in the call. */
  legIn({ legs }: CallView): LegView | undefined {
    return legs.find(({ legId }) => legId === this.legId);
  }

  /** @throws Refused, or Unanswered without a connection */
  async join(of: { muted: boolean; camera: boolean; callId?: string; move: boolean }): Promise<JoinedCall> {
    const joined = await this.request('call:join', { roomId: this.roomId, legId: this.legId, ...of });
    this.callId = joined.call.callId;
    this.endBeats ??= steadyInterval(() => this.beat(), callLimits.beatMs);
    return joined;
  }

  /** Sends what one shows. @returns the call as it is then; undefined without a connection, when joining again sends it */
  async show(showing: Omit<ShowLeg, 'callId' | 'legId'>): Promise<CallView | undefined> {
    if (this.callId === undefined) return undefined;
    return await unlessOffline(this.request('call:show', { ...this.leg(this.callId), ...showing }));
  }

  /** Sends without waiting; what is lost is not repeated. */
  send<N extends CommandName>(name: N, input: CommandInput<N>): void {
    this.request(name, input).catch(() => undefined);
  }

  /** Mutes or removes another leg. @throws Refused, or Unanswered without a connection */
  async manage(legId: string, action: 'mute' | 'remove'): Promise<void> {
    if (this.callId !== undefined) await this.request('call:manage', { callId: this.callId, legId, action });
  }

  react(emoji: CallReaction['emoji']): void {
    if (this.callId !== undefined) this.send('call:react', { ...this.leg(this.callId), emoji });
  }

  leave(): void {
    this.endBeats?.();
    this.endBeats = undefined;
    if (this.callId !== undefined) this.send('call:leave', this.leg(this.callId));
    this.callId = undefined;
  }

  private beat(): void {
    if (this.callId !== undefined) this.send('call:beat', this.leg(this.callId));
  }

  private leg(callId: string): { callId: string; legId: string } {
    return { callId, legId: this.legId };
  }

  private async request<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResults[N]> {
    const { connection } = this.core;
    if (!connection) throw new Unanswered('not connected');
    return await connection.ask(name, input);
  }
}

async function unlessOffline<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Unanswered) return undefined;
    throw error;
  }
}
