import { auditLimits } from '@parley/shared/audit';
import { expect, it } from 'vitest';
import { startServer, type Person } from '../../test/startServer.js';
import { answerOperator } from '../operator/operator.actions.js';
import { AuditEntries } from './audit.model.js';
import { readAudit } from './test/auditing.js';

const DAY_MS = 86_400_000;

const set = (person: Person, version: number, value: unknown) =>
  person.patch('/settings/audit', { version, changes: [{ field: 'days', value }] });

it('entries of the last thirty days stay, whatever an owner, an operator or a setting says', async () => {
  await using server = await startServer();
  const { alice, bob } = await server.cast();
  expect(auditLimits.leastDays).toBe(30);
  for (const days of [1, 7, 29, -1, 29.9, '0', 1e9])
    expect((await set(alice, 0, days).expect(400)).body, String(days)).toMatchObject({ code: 'invalid' });
  await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
  // An admin, too, is one of those whose traces stay.
  await set(bob, 0, 30).expect(403);
  const byOperator = { command: 'settings-set', setting: 'audit.days', value: '1', hidden: false };
  const outcome = await answerOperator(server.app.server, byOperator, 'https://chat.example.org');
  expect(outcome).toMatchObject({ error: expect.stringContaining('30') as string });
  await set(alice, 0, 30).expect(200);
  for (let i = 0; i < 4; i++) await alice.patch('/workspace', { name: `Name ${i}` }).expect(200);
  const ages = [40, 31, 29, 1];
  const model = AuditEntries(server.app.server);
  const named = await model.find({ action: 'workspace.changed' }).sort({ _id: 1 }).lean();
  const [oldest] = await model.find({}).sort({ _id: 1 }).limit(1).lean();
  expect(named).toHaveLength(ages.length);
  for (const { _id } of await model.find({}, { _id: 1 }).lean())
    await model.collection.updateOne(
      { _id: _id as never },
      { $set: { at: new Date(Date.now() - 50 * DAY_MS) } },
    );
  for (const [i, { _id }] of named.entries())
    await model.collection.updateOne(
      { _id: _id as never },
      { $set: { at: new Date(Date.now() - (ages[i] ?? 0) * DAY_MS) } },
    );
  await server.app.server.jobs.runNow('audit.retain');
  const left = await model.find({}).sort({ _id: 1 }).lean();
  expect(left.some(({ _id }) => String(_id) === String(oldest?._id))).toBe(false);
  expect(left.filter(({ action }) => action === 'workspace.changed').map(({ _id }) => _id)).toEqual(
    named.slice(2).map(({ _id }) => _id),
  );
  // That they were removed is an entry itself.
  const { entries } = await readAudit(alice);
  expect(entries[0]).toMatchObject({ action: 'audit.removed', program: 'server', after: { days: 30 } });
});
