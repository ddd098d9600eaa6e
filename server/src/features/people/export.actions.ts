import type { PeopleFilter } from '@parley/shared/people';
import type { Actor } from '../../platform/context.js';
import { csvLine } from '../../platform/csv.js';
import { recordAudit } from '../audit/audit.change.js';
import { findPeople, viewManaged } from './people.access.js';

const PAGE = 500;

/**
 * The people of a filter as CSV. The export is recorded first.
 * @param write receives one piece after the other; resolves when there is room for the next, false when nobody reads it any more
 * @throws forbidden
 */
export async function exportPeople(
  actor: Actor,
  filter: PeopleFilter,
  begin: () => (text: string) => Promise<boolean>,
): Promise<void> {
  const found = await findPeople(actor, filter);
  await recordAudit(actor, {
    action: 'people.exported',
    on: { kind: 'workspace', id: 'workspace' },
    after: { people: found.length },
  });
  const write = begin();
  const head = [
    'name',
    'username',
    'email',
    'role',
    'status',
    'created',
    'lastHere',
    'signIn',
    'secondFactor',
    'id',
  ];
  // Spreadsheets take a file without this mark for one in an old encoding.
  if (!(await write(`\uFEFF${csvLine(head)}`))) return;
  for (let at = 0; at < found.length; at += PAGE) {
    const people = await viewManaged(actor, found.slice(at, at + PAGE));
    const text = people.map(({ user, email, createdAt, seenAt, signIn, factor, banned }) =>
      csvLine([
        user.displayName,
        user.username,
        email,
        user.role,
        user.active ? (banned ? 'banned' : 'active') : 'deactivated',
        createdAt,
        seenAt,
        signIn.join(' '),
        factor ? 'yes' : 'no',
        user.userId,
      ]),
    );
    if (!(await write(text.join('')))) return;
  }
}
