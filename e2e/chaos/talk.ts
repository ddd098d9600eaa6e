import { setTimeout } from 'node:timers/promises';
import type { Witness } from './witness';

/** Nobody goes on talking with so much unsaid. */
const MOST_WAITING = 20;

/** People who go on talking in a room until they are told to stop. */
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

  /** How much was said until now. */
  get count(): number {
    return this.said;
  }

  /** @returns how much was said in all */
  async stop(): Promise<number> {
    this.going = false;
    await Promise.all(this.speaking);
    return this.said;
  }
}
