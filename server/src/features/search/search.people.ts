import { fold } from '@parley/shared/searchText';
import type { Actor } from '../../platform/context.js';
import { findSeenIdByName, listPeople } from '../users/directory.access.js';

/** `from:` and a name without quotes, with the words behind it that may belong to the name. */
const unquoted = /(?<!\S)(-?from:)@?([^\s"]+)((?:\s+[^\s":]+){1,3})/giu;

/**
 * A search with quotes around names of several words: `from:Ana Owner` is `from:"Ana Owner"` when a person has that name
 * and nobody has the user name `ana`.
 */
export async function withNamesQuoted(actor: Actor, query: string): Promise<string> {
  const found = [...query.matchAll(unquoted)];
  if (found.length === 0) return query;
  let names: Set<string> | undefined;
  let quoted = query;
  for (const [whole, operator = '', first = '', rest = ''] of found) {
    if (first.toLowerCase() === 'me' || (await findSeenIdByName(actor, first.toLowerCase())) !== null)
      continue;
    names ??= new Set((await listPeople(actor)).map(({ displayName }) => fold(displayName)));
    const words = [first, ...rest.trim().split(/\s+/u)];
    for (let count = words.length; count > 1; count--) {
      const name = words.slice(0, count).join(' ');
      if (!names.has(fold(name))) continue;
      quoted = quoted.replace(whole, () => [`${operator}"${name}"`, ...words.slice(count)].join(' '));
      break;
    }
  }
  return quoted;
}

/**
 * The people for a name: by the user name, by the whole displayed name, or by a part of it that only one person has.
 * People who have left are included, and webhooks of rooms one may read; people one may not see are not.
 *
 * @param name in lower case
 * @returns several ids only when all of them have that name; none when nobody has it, or it is part of several names
 */
export async function findAuthors(actor: Actor, name: string): Promise<string[]> {
  const byUsername = await findSeenIdByName(actor, name);
  if (byUsername !== null) return [byUsername];
  const wanted = fold(name.trim());
  if (wanted === '') return [];
  const people = (await listPeople(actor)).map(({ _id, displayName }) => ({
    userId: String(_id),
    called: fold(displayName.trim()),
  }));
  const exact = people.filter(({ called }) => called === wanted);
  if (exact.length > 0) return exact.map(({ userId }) => userId);
  const part = people.filter(({ called }) => ` ${called}`.includes(` ${wanted}`));
  return part.length === 1 ? part.map(({ userId }) => userId) : [];
}
