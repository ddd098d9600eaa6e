import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedScimToken } from '@parley/shared/scim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServerProcess } from '../../test/serverProcess.js';

/** A public client that tries all it finds in the schemas. Source: https://pypi.org/project/scim2-tester/ */
const PACKAGES = ['scim2-tester==0.5.2', 'httpx2'];
const program = `
import sys, json, httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import check_server
client = SyncSCIMClient(httpx2.Client(base_url=sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2]}, timeout=60))
print(json.dumps([[result.status.name, result.title, result.reason or ""] for result in check_server(client)]))
`;

/** Where it is installed; undefined where that is not possible, which is said aloud. */
function install(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'parley-scim-tester-'));
  const python = join(folder, 'bin', 'python');
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]],
  ];
  for (const [command, args] of steps) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 240_000 });
    if (status === 0) continue;
    rmSync(folder, { recursive: true, force: true });
    console.warn(`SKIPPED: scim2-tester could not be installed (${command}): ${stderr}`);
    return undefined;
  }
  return folder;
}

describe('scim2-tester', () => {
  let folder: string | undefined;
  beforeAll(() => void (folder = install()), 300_000);
  afterAll(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('finds no error', async ({ skip }) => {
    if (folder === undefined) return skip('scim2-tester is not installed');
    await using server = await ServerProcess.start({ RATE_LIMITS: 'false' });
    const { accessToken } = await server.register('alice');
    const { token } = (
      await server
        .api()
        .post('/provisioning/tokens')
        .set('authorization', `Bearer ${accessToken}`)
        .send({ name: 'tester' })
        .expect(201)
    ).body as CreatedScimToken;
    const out = execFileSync(join(folder, 'bin', 'python'), ['-c', program, `${server.url}/scim/v2`, token], {
      encoding: 'utf8',
      timeout: 240_000,
    });
    const results = JSON.parse(out) as [string, string, string][];
    expect(
      results.filter(([status]) => !['SUCCESS', 'COMPLIANT', 'SKIPPED', 'ACCEPTABLE'].includes(status)),
    ).toEqual([]);
    expect(results.filter(([status]) => ['SUCCESS', 'COMPLIANT'].includes(status)).length).toBeGreaterThan(
      20,
    );
  }, 300_000);
});
