import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '@parley/shared/random';
import { ReplicaSet } from '../../server/src/test/replicaSet';
import type { Outcome, Scenario, Tier } from './scenario';
import { Scene } from './scene';
import * as access from './scenarios/access';
import * as clocks from './scenarios/clocks';
import * as crowds from './scenarios/crowds';
import * as disk from './scenarios/disk';
import * as floods from './scenarios/floods';
import * as polling from './scenarios/polling';
import * as programs from './scenarios/programs';
import * as readers from './scenarios/readers';
import * as replicaSets from './scenarios/replicaSets';
import * as servers from './scenarios/servers';
import * as wires from './scenarios/wires';
import * as writes from './scenarios/writes';
import { SITTING_MINUTES, Sittings, type Part, type Played } from './sittings';
import { Stage } from './stage';

/** `npm run chaos [-- --tier smoke|ci|soak] [--only 3,kill-9] [--database built-in|mongodb] [--seed 1] [--json] [--report file] [--resume file] [--minutes 60]`: breaks a small world and looks at what is left. */
const scenarios: Scenario[] = [
  access,
  clocks,
  crowds,
  disk,
  floods,
  polling,
  programs,
  readers,
  replicaSets,
  servers,
  wires,
  writes,
]
  .flatMap((module): Scenario[] => Object.values(module))
  .sort((a, b) => a.id - b.id);
const SHOWN_FINDINGS = 5;
/** `open`: the rest is for another sitting. */
type State = 'passed' | 'failed' | 'open';
const SIGNS: Record<State, string> = { passed: '✓', failed: '✗', open: '…' };
/** Interval between two progress lines in a log; on a terminal they are immediate. */
const REPORT_INTERVAL_MS = 60_000;

const { values } = parseArgs({
  options: {
    tier: { type: 'string', default: 'smoke' },
    only: { type: 'string' },
    database: { type: 'string', default: 'built-in' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    report: { type: 'string' },
    resume: { type: 'string' },
    minutes: { type: 'string' },
  },
});
const tier = values.tier as Tier;
if (!['smoke', 'ci', 'soak'].includes(tier)) throw new Error('--tier is smoke, ci or soak.');
if (!['built-in', 'mongodb'].includes(values.database)) throw new Error('--database is built-in or mongodb.');
const only = values.only?.split(',');
const chosen = scenarios
  .filter(({ counts }) => counts[tier] > 0)
  .filter(({ id, name }) => !only || only.includes(String(id)) || only.includes(name));

const say = (line: string): void => void (values.json || process.stdout.write(`${line}\n`));

const sittings = await Sittings.open(tier, values.seed, values.resume);
const minutes = values.minutes ?? (tier === 'soak' ? SITTING_MINUTES : Infinity);
const endsAt = Date.now() + Number(minutes) * 60_000;

/** Runs `count` more of a scenario. */
async function play(
  { stage, logs }: { stage: Stage; logs: string },
  scenario: Scenario,
  { before, count }: { before: Played; count: number },
): Promise<Part> {
  const { name, unit } = scenario;
  const all = scenario.counts[tier];
  const began = Date.now();
  let published = began;
  let reached = 0;
  const step = (done: number): void => {
    reached = done;
    if (values.json) return;
    const line = `  ${name}: ${before.count + done} of ${all} ${unit}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}   `);
    else if (Date.now() - published > REPORT_INTERVAL_MS) {
      published = Date.now();
      say(line);
    }
  };
  // Its people and logs have names of their own: those of an earlier part still exist.
  const part = before.parts === 0 ? name : `${name}${before.parts}`;
  const scene = await Scene.open(stage, part, logs, scenario.transports);
  const random = seeded(sittings.chancesOf(before));
  const outcome = await scenario
    .run({ stage, scene, count, random, endsAt, step })
    .catch((error: unknown): Outcome => {
      for (const one of [...scene.witnesses, ...scene.callers]) one.stop();
      return { findings: [{ rule: 'broken', who: name, what: String(error) }], figures: '' };
    });
  await stage.heal();
  const ended = Date.now();
  const played = ended < endsAt ? count : Math.min(count, reached);
  return { count: played, seconds: (ended - began) / 1000, ...outcome };
}

/** Something has run in this sitting: what takes long is then left to the next. */
let playing = false;

/** Continues a scenario from the last sitting, as far as there is time. */
async function playOn(at: { stage: Stage; logs: string }, scenario: Scenario): Promise<Played> {
  let played = sittings.of(scenario);
  for (let next = sittings.next(scenario, played); next; next = sittings.next(scenario, played)) {
    if (playing && Date.now() + next.minutes * 60_000 > endsAt) break;
    playing = true;
    played = await sittings.add(played, await play(at, scenario, { before: played, count: next.count }));
    if (played.findings.length > 0) break;
  }
  return played;
}

const stateOf = ({ findings, count }: Played, { counts }: Scenario): State => {
  if (findings.length > 0) return 'failed';
  return count < counts[tier] ? 'open' : 'passed';
};

function report(played: Played, scenario: Scenario): void {
  const { id, name, count, parts, unit, seconds, findings, figures } = played;
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  const state = stateOf(played, scenario);
  const line = `${String(id).padStart(2)}. ${name.padEnd(24)} ${count.toLocaleString('en').padStart(8)} ${unit.padEnd(9)} ${seconds.toFixed(0).padStart(5)} s`;
  const published = [
    state === 'failed' ? `${findings.length} findings` : figures,
    ...(parts > 1 ? [`the last of ${parts} parts`] : []),
    ...(state === 'open' ? [`of ${scenario.counts[tier].toLocaleString('en')}`] : []),
  ];
  say(`${SIGNS[state]} ${line}   ${published.filter((part) => part !== '').join('; ')}`);
  if (state !== 'failed') return;
  say(`    must hold: ${scenario.says}`);
  for (const { rule, who, what } of findings.slice(0, SHOWN_FINDINGS)) say(`    ${rule} (${who}): ${what}`);
}

const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'));
const logs = await mkdtemp(join(tmpdir(), 'parley-chaos-logs-'));
const results: Played[] = [];
const ended: Record<State, number> = { passed: 0, failed: 0, open: 0 };
{
  const mongodb = values.database === 'mongodb' ? await ReplicaSet.make(1) : undefined;
  if (values.database === 'mongodb' && !mongodb)
    throw new Error('There is no mongod: install one, or name it by MONGOD.');
  await using stage = await Stage.start(folder, 3, mongodb);
  for (const scenario of chosen) {
    const played = await playOn({ stage, logs }, scenario);
    results.push(played);
    ended[stateOf(played, scenario)] += 1;
    report(played, scenario);
  }
}
const { passed, failed, open } = ended;
const answer = sittings.answer(results);
if (values.report !== undefined) await writeFile(values.report, answer);
if (values.json) process.stdout.write(`${answer}\n`);
else if (failed > 0) say(`What everybody saw lies in ${logs}.`);
if (open > 0)
  say(
    `${open} have more to play: ${values.resume === undefined ? 'with --resume file the next run goes on where this one ends' : 'the same command goes on'}.`,
  );
say(`${passed} passed, ${failed} failed`);
if (failed === 0) await rm(logs, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
