import { randomBytes } from 'node:crypto';
import { limits } from '@parley/shared/limits';
import { username } from '@parley/shared/users';

/**
 * Candidate user names for an account of another program. A name that is taken here is never reassigned.
 * @param login their name or address there
 */
export function* namesFor(login: string): Generator<string> {
  const plain = (login.split('@')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '')
    .slice(0, limits.usernameMax - 8);
  const first = username.safeParse(plain).success ? plain : 'person';
  yield first;
  for (let number = 2; number <= 9; number++) yield `${first}${number}`;
  yield `${first}${randomBytes(3).toString('hex')}`;
}
