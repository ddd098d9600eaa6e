import type { AuditCheckView } from '@parley/shared/audit';
import { expect } from 'vitest';
import { describeOverTwoServers, many } from '../../test/twoServers.js';
import { recordAuditBy } from './audit.change.js';
import { AuditChains, AuditEntries } from './audit.model.js';

describeOverTwoServers('the audit log', (open, it) => {
  it('has no hole and no number twice when both write at once, also after a crash', async () => {
    await using servers = await open();
    const { first, second } = servers;
    const alice = await first.register('alice');
    const write = (server: typeof first, i: number): Promise<void> =>
      recordAuditBy(server.app.server, 'operator', {
        action: 'workspace.changed',
        on: { kind: 'workspace', id: 'workspace' },
        after: { i },
      });
    const check = async (): Promise<AuditCheckView> =>
      (await alice.get('/audit/check').expect(200)).body as AuditCheckView;
    await Promise.all(many(200, (i) => write(i % 2 === 0 ? first : second, i)));
    expect(await check()).toEqual({ ok: true, entries: 200, first: 1, last: 200, broken: null });
    const values = (await AuditEntries(first.app.server).find({}).lean()).map(({ after }) => after);
    expect(new Set(values).size).toBe(200);

    // A crash after an entry was stored, and before the highest number was.
    await AuditChains(first.app.server).updateOne({ _id: 'chain' }, { $set: { head: 150 } });
    await write(second, 200);
    await write(first, 201);
    expect(await check()).toMatchObject({ ok: true, entries: 202 });
    // One that was removed at the end leaves its number free for nobody.
    await AuditEntries(first.app.server).deleteOne({ _id: 202 });
    await Promise.all([write(first, 202), write(second, 203)]);
    expect(await check()).toMatchObject({ ok: false, broken: { number: 202, how: 'missing' } });
  });
});
