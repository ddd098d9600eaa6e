import { operatorRequest, type OperatorRequest } from '@parley/shared/operator';
import { UsageError, type Arguments } from '../arguments.js';
import { readHidden } from './reach.js';

type Fields = Record<string, unknown>;

/** A whole number of an option; the word none is null. */
const count = (given: Arguments, option: string): number | null | undefined => {
  const typed = given.option(option);
  if (typed === undefined) return undefined;
  return typed === 'none' ? null : Number(typed);
};

const role = (typed: string | undefined): Fields =>
  typed === undefined ? {} : { role: typed.toLowerCase() };

const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What the words and options of each command mean; of most there is a name. */
const meanings: Record<string, (given: Arguments, words: readonly string[]) => Fields> = {
  'users list': () => ({ command: 'list' }),
  'users add': (given, [name]) => ({
    command: 'add',
    name,
    ...defined({ displayName: given.option('name'), email: given.option('email') }),
    ...role(given.option('role')),
  }),
  'users role': (_given, [name, typed]) => ({ command: 'role', name, ...role(typed) }),
  'users merge': (_given, [name, into]) => ({ command: 'merge', name, into }),
  'users set-email': (_given, [name, email]) => ({
    command: 'set-email',
    name,
    email: email === 'none' ? null : email,
  }),
  'rooms list': () => ({ command: 'rooms-list' }),
  'rooms archive': (_given, [room]) => ({ command: 'rooms-archive', room }),
  'invites add': (given) => ({
    command: 'invites-add',
    ...defined({ hours: count(given, 'hours'), uses: count(given, 'uses') }),
  }),
  'tokens list': (_given, [name]) => ({ command: 'tokens-list', name }),
  'tokens revoke': (_given, [token]) => ({ command: 'tokens-revoke', token }),
  'tokens revoke-all': (_given, [name]) => ({ command: 'tokens-revoke-all', name }),
  'settings get': (_given, [setting]) => ({ command: 'settings-get', ...defined({ setting }) }),
  'settings set': (_given, [setting, value]) => ({
    command: 'settings-set',
    setting,
    value,
    hidden: value === '-',
  }),
  'settings reset': (_given, [setting]) => ({
    command: 'settings-set',
    setting,
    value: null,
    hidden: false,
  }),
  'audit tail': (given) => ({ command: 'audit-tail', limit: count(given, 'lines') ?? 20 }),
  'audit verify': () => ({ command: 'audit-verify' }),
  export: () => ({ command: 'export' }),
};

/** The words of the terminal for fields of a request. */
const typedAs: Record<string, string> = {
  limit: '--lines',
  hours: '--hours',
  uses: '--uses',
  displayName: '--name',
};

/**
 * The request that arguments mean, without what is entered hidden.
 * @throws UsageError
 */
export function requestOf(given: Arguments): OperatorRequest {
  const command = given.name.replace('parley ', '');
  const mean =
    meanings[command] ??
    ((_given: Arguments, [name]: readonly string[]) => ({ command: command.replace('users ', ''), name }));
  const request = operatorRequest.safeParse(mean(given, given.words));
  if (request.success) return request.data;
  const [fault] = request.error.issues;
  const field = fault?.path.join('.') ?? '';
  throw new UsageError(`${typedAs[field] ?? field}: ${fault?.message ?? ''}`);
}

/** The same request with what is entered hidden, or comes through a pipe. @throws Error when nothing is entered */
export async function withHidden(given: Arguments, request: OperatorRequest): Promise<OperatorRequest> {
  switch (request.command) {
    case 'reset-password':
    case 'add':
      return given.flagged('ask') ? { ...request, password: await readHidden('New password') } : request;
    case 'settings-set':
      return request.hidden ? { ...request, value: await readHidden(request.setting) } : request;
    case 'tokens-revoke':
      return request.token === '-' ? { ...request, token: await readHidden('Access token') } : request;
    default:
      return request;
  }
}
