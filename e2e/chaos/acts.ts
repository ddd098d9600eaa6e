import type { Finding } from './checker';
import type { Run } from './scenario';

/** One part of a long scenario: what is done in a room of its own. */
export interface Act {
  /** Breaks something once. @returns what must not be */
  round: (index: number) => Promise<Finding[]>;
  /** Nobody does anything any more when this resolves. */
  end?: () => Promise<void>;
}

/**
 * Plays all rounds of a scenario in parts; the first finding ends it. After each part all is settled and checked, and the same people go on
 * in another room: neither a page nor the checker holds what fifty thousand programs say, and what a page takes for a message grows with
 * those that it holds.
 *
 * @param rounds how many make a part
 * @param open begins a part
 * @returns what was found; all is settled then
 */
export async function playActs(
  { scene, count, endsAt, step }: Run,
  rounds: number,
  open: () => Promise<Act>,
): Promise<Finding[]> {
  let act = await open();
  let findings: Finding[] = [];
  for (let index = 0; index < count && findings.length === 0 && Date.now() < endsAt; index++) {
    if (index > 0 && index % rounds === 0) {
      await act.end?.();
      const wrong = await scene.endAct();
      if (wrong.length > 0) return wrong;
      act = await open();
    }
    findings = await act.round(index);
    step(index + 1);
  }
  await act.end?.();
  await scene.settle();
  return findings;
}

/**
 * Plays a scenario in several worlds at once, each with its own people: what one of them waits for, the others use.
 *
 * @param worlds how many
 * @param play plays a part of the count in one of them, of which it is told which, and ends it
 * @returns what was found in all, and what they did in all
 */
export async function playSideBySide(
  run: Run,
  worlds: number,
  play: (run: Run, world: number) => Promise<{ findings: Finding[]; changes: number }>,
): Promise<{ findings: Finding[]; changes: number }> {
  let done = 0;
  const step = (): void => run.step(++done);
  const played = await Promise.all(
    Array.from({ length: worlds }, async (_, i) => {
      const scene = i === 0 ? run.scene : await run.scene.beside(String(i));
      const count = Math.ceil(run.count / worlds);
      return await play({ ...run, scene, count, step }, i).catch(async (error: unknown) => {
        const broken = { rule: 'broken', who: `world ${i}`, what: String(error) };
        const { findings } = await scene.verdict();
        return { findings: [broken, ...findings], changes: 0 };
      });
    }),
  );
  return {
    findings: played.flatMap(({ findings }) => findings),
    changes: played.reduce((sum, { changes }) => sum + changes, 0),
  };
}
