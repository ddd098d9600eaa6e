import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '@parley/shared/random';
import { ReplicaSet } from '../../server/src/test/replicaSet';
import type { Finding } from './checker';
import type { Outcome, Scenario, Tier } from './scenario';
import { Scene } from './scene';
import * as access from './scenarios/access';
import * as clocks from './scenarios/clocks';
import * as crowds from './scenarios/crowds';
import * as disk from './scenarios/disk';
import * as polling from './scenarios/polling';
import * as programs from './scenarios/programs';
import * as readers from './scenarios/readers';
import * as replicaSets from './scenarios/replicaSets';
import * as servers from './scenarios/servers';
import * as wires from './scenarios/wires';
import * as writes from './scenarios/writes';
import { Stage } from './stage';

/** `npm run chaos [-- --tier smoke|ci|soak] [--only 3,kill-9] [--database built-in|mongodb] [--seed 1] [--json] [--report file] [--resume file] [--minutes 20]`: breaks a small world and looks at what is left. */
const scenarios: Scenario[] = [
  access,
  clocks,
  crowds,
  disk,
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
/** How often a log is told how far it is; a terminal is told at once. */
const TOLD_EVERY_MS = 60_000;

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

interface Result {
  id: number;
  name: string;
  count: number;
  unit: string;
  seconds: number;
  findings: Finding[];
  figures: string;
}

async function play(stage: Stage, scenario: Scenario, logs: string): Promise<Result> {
  const { id, name, unit } = scenario;
  const count = scenario.counts[tier];
  const began = Date.now();
  let told = began;
  let reached = 0;
  const endsAt = values.minutes === undefined ? Infinity : began + Number(values.minutes) * 60_000;
  const step = (done: number): void => {
    reached = done;
    if (values.json) return;
    const line = `  ${name}: ${done} of ${count} ${unit}`;
    if (process.stdout.isTTY) process.stdout.write(`\r${line}   `);
    else if (Date.now() - told > TOLD_EVERY_MS) {
      told = Date.now();
      say(line);
    }
  };
  const scene = await Scene.open(stage, name, logs, scenario.transports);
  const random = seeded(Number(values.seed) * 1000 + id);
  const outcome = await scenario
    .run({ stage, scene, count, random, endsAt, step })
    .catch((error: unknown): Outcome => {
      for (const one of [...scene.witnesses, ...scene.callers]) one.stop();
      return { findings: [{ rule: 'broken', who: name, what: String(error) }], figures: '' };
    });
  await stage.heal();
  const ended = Date.now();
  const played = ended < endsAt ? count : Math.min(count, reached);
  return { id, name, count: played, unit, seconds: (ended - began) / 1000, ...outcome };
}

function report({ id, name, count, unit, seconds, findings, figures }: Result, says: string): void {
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
  const line = `${String(id).padStart(2)}. ${name.padEnd(24)} ${count.toLocaleString('en').padStart(8)} ${unit.padEnd(9)} ${seconds.toFixed(0).padStart(5)} s`;
  say(
    `${findings.length === 0 ? '✓' : '✗'} ${line}   ${findings.length === 0 ? figures : `${findings.length} findings`}`,
  );
  if (findings.length === 0) return;
  say(`    must hold: ${says}`);
  for (const { rule, who, what } of findings.slice(0, SHOWN_FINDINGS)) say(`    ${rule} (${who}): ${what}`);
}

const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-'));
const logs = await mkdtemp(join(tmpdir(), 'parley-chaos-logs-'));
/** What an earlier run with the same tier and seed has passed, by the file that each scenario is written to as it ends; what failed, or was not played to its end, is played again. */
async function readPlayed(file: string): Promise<Result[]> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const played = JSON.parse(text) as { tier: string; seed: string; results: Result[] };
  if (played.tier !== tier || played.seed !== values.seed) return [];
  const counts = new Map(scenarios.map((scenario) => [scenario.name, scenario.counts[tier]]));
  return played.results.filter(
    ({ name, count, findings }) => findings.length === 0 && count === counts.get(name),
  );
}

const answerOf = (played: Result[]): string => JSON.stringify({ tier, seed: values.seed, results: played });
const results = values.resume === undefined ? [] : await readPlayed(values.resume);
{
  const mongodb = values.database === 'mongodb' ? await ReplicaSet.make(1) : undefined;
  if (values.database === 'mongodb' && !mongodb)
    throw new Error('There is no mongod: install one, or name it by MONGOD.');
  await using stage = await Stage.start(folder, 3, mongodb);
  for (const scenario of chosen) {
    const before = results.find(({ id, name }) => id === scenario.id && name === scenario.name);
    const result = before ?? (await play(stage, scenario, logs));
    if (!before) results.push(result);
    if (values.resume !== undefined) await writeFile(values.resume, answerOf(results));
    report(result, scenario.says);
  }
}
const failed = results.filter(({ findings }) => findings.length > 0).length;
const answer = answerOf(results);
if (values.report !== undefined) await writeFile(values.report, answer);
if (values.json) process.stdout.write(`${answer}\n`);
else if (failed > 0) say(`What everybody saw lies in ${logs}.`);
say(`${results.length - failed} passed, ${failed} failed`);
if (failed === 0) await rm(logs, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
