import { filterNames, type FilterName } from '@parley/shared/searchParse';

/** Names of our filters in other chats and mail programs. */
const called: Record<string, FilterName> = {
  author: 'from',
  by: 'from',
  sender: 'from',
  user: 'from',
  with: 'from',
  channel: 'in',
  room: 'in',
  to: 'in',
  attachment: 'has',
  contains: 'has',
  file: 'has',
  type: 'has',
  mentions: 'is',
  date: 'on',
  day: 'on',
  during: 'on',
  since: 'after',
  until: 'before',
};

/** Letters of the one that are not in the other, either way; "form" and "from" have none. */
function difference(a: string, b: string): number {
  const rest = [...b];
  const missing = [...a].filter((letter) => {
    const at = rest.indexOf(letter);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return Math.max(missing.length, rest.length);
}

/** The filter that was probably meant by a mistyped one, if any: `form` is near `from`. */
export function nearFilter(name: string): FilterName | undefined {
  const typed = name.toLowerCase();
  if (Object.hasOwn(called, typed)) return called[typed];
  // One letter wrong of four, none of three: "as" is not "has".
  const most = typed.length >= 4 ? 1 : 0;
  return filterNames.find((known) => known[0] === typed[0] && difference(typed, known) <= most);
}
