import { setTimeout } from 'node:timers/promises';
import type { Witness } from './witness';

/** Limit of pending messages per person: beyond it they pause. */
const MOST_WAITING = 20;

/** People who send messages to a room continuously until `stop`. */
export class Talk {
  private going = true;
  private said = 0;
  private readonly speaking: Promise<void>[];

  /** @param everyMs how long each of them waits between two messages, in ms */
  constructor(
    people: Witness[],
    private readonly roomId: string,
    private readonly everyMs: number,
  ) {
    this.speaking = people.map((person) => this.speak(person));
  }

  private async speak(person: Witness): Promise<void> {
    while (this.going) {
      if (person.client.pending < MOST_WAITING) {
        this.said += 1;
        await person.say(this.roomId, `${person.name} says ${this.said}`);
      }
      await setTimeout(this.everyMs);
    }
  }

  /** Messages sent so far. */
  get count(): number {
    return this.said;
  }

  /** @returns the number of messages sent */
  async stop(): Promise<number> {
    this.going = false;
    await Promise.all(this.speaking);
    return this.said;
  }
}
