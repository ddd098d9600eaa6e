import type { Finding } from './checker';
import type { Run } from './scenario';

/** One part of a long scenario, in a room of its own. */
export interface Act {
  /** Injects a fault once. @returns violations */
  round: (index: number) => Promise<Finding[]>;
  /** Resolves when all activity has ended. */
  end?: () => Promise<void>;
}

/**
 * Runs all rounds of a scenario in parts; the first finding ends it. After each part everything is settled and checked, and the same people
 * continue in another room: neither a page nor the checker can hold the messages of fifty thousand programs, and a page takes longer per
 * message the more it holds.
 *
 * @param rounds rounds of one part
 * @param open starts a part
 * @returns the findings; everything is settled then
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
 * Runs a scenario in several worlds at once, each with its own people: while one of them waits, the others use the processor.
 *
 * @param worlds how many
 * @param play runs a share of the count in the world of the given index, and ends it
 * @returns the findings of all, and the sum of their counts
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
