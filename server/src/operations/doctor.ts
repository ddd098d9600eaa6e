import type { Config } from '../config.js';
import { endProcess } from '@parley/embedded-mongo';
import type { Arguments } from './arguments.js';
import { calls } from './doctor/calls.js';
import { database } from './doctor/database.js';
import { fault, ok, type Finding } from './doctor/finding.js';
import { disk, programs } from './doctor/machine.js';
import { proxies, tls } from './doctor/outside.js';
import { proxyFindings } from './doctor/through.js';
import { mail, push, store } from './doctor/services.js';
import { configFor } from './settings.js';
import { forPrograms, run } from './terminal.js';

async function settings(given: Arguments): Promise<[Finding, Config | undefined]> {
  try {
    return [ok('settings', 'can be read'), await configFor(given)];
  } catch (error) {
    return [
      fault('settings', (error as Error).message, 'Correct the variable; docs/configuration.md lists all.'),
      undefined,
    ];
  }
}

/** Runs a check. One that throws is a finding, and the others still run. */
async function look(what: string, at: () => Finding[] | Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await at();
  } catch (error) {
    return [fault(what, (error as Error).message, 'Mend what it says, and look again.')];
  }
}

const signs = { ok: '✓', warning: '!', fault: '✗' } as const;

/** `npm run doctor`: checks everything a server needs, and prints how to fix what is wrong. Status 1 when something must be fixed. */
await run('doctor', async (given) => {
  const [first, config] = await settings(given);
  const findings = [first, ...programs()];
  if (config)
    findings.push(
      ...(await look('disk', () => disk(config))),
      ...(await look('database', () => database(config))),
      ...(await look('files', () => store(config))),
      ...(await look('TLS', () => [tls(config), proxies(config)])),
      ...(await look('in front', () => proxyFindings(config))),
      ...(await look('calls', () => calls(config))),
      ...(await look('push', () => push(config))),
      ...(await look('mail', async () => [await mail(config, given.option('send-to'))])),
    );
  if (forPrograms) process.stdout.write(`${JSON.stringify({ findings })}\n`);
  else
    for (const { what, state, says, cure } of findings)
      process.stdout.write(
        `${signs[state]} ${what.padEnd(9)} ${says}\n${cure === undefined ? '' : `            → ${cure}\n`}`,
      );
  if (findings.some(({ state }) => state === 'fault')) await endProcess(1);
});
