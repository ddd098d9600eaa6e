import { auditActions, type AuditEntryView } from '@parley/shared/audit';
import { describe, expect, it } from 'vitest';
import { sentenceOfEntry } from './sentences';

const names = {
  people: new Map([
    ['a', 'Ana'],
    ['b', 'Ben'],
  ]),
  rooms: new Map([['r', 'design']]),
};
const entry = (part: Partial<AuditEntryView>): AuditEntryView => ({
  number: 1,
  at: '2026-01-01T00:00:00.000Z',
  userId: 'a',
  program: null,
  action: 'workspace.changed',
  on: null,
  roomId: null,
  before: null,
  after: null,
  address: null,
  sessionId: null,
  tokenId: null,
  requestId: null,
  previous: '',
  hash: '',
  ...part,
});
const said = (part: Partial<AuditEntryView>): string => sentenceOfEntry(entry(part), names);

describe('the sentence of an entry', () => {
  it('says who changed what, from what to what', () => {
    expect(said({ before: { registration: 'invitation' }, after: { registration: 'open' } })).toBe(
      'Ana changed registration from invitation to open',
    );
    // Fields of settings have words; of a newer server they have their own name.
    const setting = (id: string, field: string): string =>
      said({
        action: 'setting.changed',
        on: { kind: 'setting', id },
        before: { [field]: null },
        after: { [field]: 3 },
      });
    expect(setting('sessions', 'days')).toBe(
      'Ana changed the longest life of sessions, in days from default to 3',
    );
    expect(setting('rateLimits', 'sends')).toBe('Ana changed a rate limit from default to 3');
    expect(setting('planets', 'moons')).toBe('Ana changed moons from default to 3');
    const role = { before: { role: 'member' }, after: { role: 'owner' } };
    const on = { kind: 'person', id: 'b' };
    expect(said({ action: 'room.roleChanged', on, roomId: 'r', ...role })).toBe(
      'Ana changed the role of Ben in #design from member to owner',
    );
    expect(said({ action: 'room.archived', on: { kind: 'room', id: 'x' } })).toBe(
      'Ana archived a private room',
    );
    expect(said({ action: 'person.unlocked', on, userId: null, program: 'operator' })).toBe(
      'The operator unlocked Ben',
    );
    expect(said({ action: 'person.erased', on: { kind: 'person', id: 'gone' } })).toContain(
      'a deleted person',
    );
  });

  it('has words for each action, and shows one of a newer server by its name', () => {
    const bare = auditActions.filter((action) => said({ action }) === `Ana: ${action}`);
    expect(bare).toEqual([]);
    expect(said({ action: 'planet.moved' })).toBe('Ana: planet.moved');
  });
});
