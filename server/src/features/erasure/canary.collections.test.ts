import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SignedIn } from '@parley/shared/sessions';
import type { Response, Test } from 'supertest';
import { expect, it } from 'vitest';
import { generalRoom, say } from '../../test/build.js';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { Person, startServer, type TestServer } from '../../test/startServer.js';
import { BUILD_JOBS } from '../exports/exports.actions.js';
import { Passkey } from '../factors/test/authenticator.js';
import { enrol, login } from '../factors/test/enrolling.js';
import { OpenidBrowser, PUBLIC, callbackAddress } from '../openid/test/browser.js';
import { LyingProvider } from '../openid/test/lyingProvider.js';
import { program } from '../scim/test/program.js';

const NAME = 'canarybird';
const EMAIL = 'kanarienvogel@nest.example';
const ADDRESS = '192.0.2.77';
/** What only this person is called, has written, or comes with. */
const canaries = [NAME, 'kanarienvogel', 'zwitscher', ADDRESS];
/** Of a log, which has addresses and no names (`platform/eventLog.ts`): it is the operator's, and is cut by age. */
const ofLogs = canaries.filter((word) => word !== ADDRESS);

/** All texts of a value, and bytes as texts. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value !== 'object' || value === null) return;
  else if (value instanceof Uint8Array) yield Buffer.from(value).toString('latin1');
  else if ('_bsontype' in value && value._bsontype === 'Binary')
    yield Buffer.from((value as unknown as { buffer: Uint8Array }).buffer).toString('latin1');
  else
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* textsIn(inner);
    }
}

const has = (texts: Iterable<string>, words: readonly string[]): boolean =>
  [...texts].some((text) => words.some((word) => text.toLowerCase().includes(word)));

/** The collections, and the files of the data folder, in which one of the words is. */
async function placesWith({ app }: TestServer, words: readonly string[]): Promise<string[]> {
  const places: string[] = [];
  for (const collection of (await app.server.connection.db?.collections()) ?? []) {
    const found = await collection.find({}).toArray();
    if (has(textsIn(found), words)) places.push(collection.collectionName);
  }
  const folder = app.server.config.dataFolder;
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    const path = join(folder, name);
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    if (has([name, isFile ? readFileSync(path).toString('latin1') : ''], words)) places.push(name);
  }
  return places.sort();
}

/** As a browser of theirs sends it. */
const theirs = (test: Test): Test => test.set('user-agent', 'Zwitscher/9').set('x-forwarded-for', ADDRESS);

const idIn = (answer: Response, field: string): string =>
  (answer.body as Record<string, string>)[field] ?? '';

it('of an erased person no collection of any feature, no file and no line of the log has anything', async () => {
  using mail = await MailServer.start();
  await using provider = await LyingProvider.start();
  const lines: string[] = [];
  await using server = await startServer(
    {
      ...mail.settings,
      PUBLIC_URL: PUBLIC,
      TRUSTED_PROXIES: '1',
      SIGN_IN_LINKS: 'true',
      LOG_LEVEL: 'trace',
      OIDC_PROVIDERS: JSON.stringify([provider.settingOf('it')]),
    },
    undefined,
    { write: (line) => void lines.push(line) },
  );
  const { alice, eve } = await server.cast();
  const bird = await server.register(NAME, { email: EMAIL, displayName: 'Kanarienvogel' });
  const general = await generalRoom(bird);

  // Devices and sessions, with an address and a browser.
  const granted = (await theirs(login(server, NAME)).expect(200)).body as SignedIn;
  const laptop = new Person(server, granted, NAME);
  await theirs(laptop.post('/me/tokens', { name: 'zwitscher token', scope: 'read' })).expect(201);
  // Links and letters.
  for (const path of ['sign-in-link', 'forgot-password'])
    await server.api().post(`/api/v1/auth/${path}`).send({ email: EMAIL }).expect(204);
  await alice.post(`/users/${bird.userId}/reset-link`).expect(201);
  await theirs(laptop.patch('/me', { email: `zwitscher.${EMAIL}`, statusText: 'zwitscher' })).expect(200);
  // An account of a provider, and one that is being connected.
  const browser = new OpenidBrowser(server);
  const page = await browser.beginLink(laptop, 'it');
  const value = (name: string): string => page.searchParams.get(name) ?? '';
  const claims = { sub: 'zwitscher-subject', email: EMAIL, name: 'Kanarienvogel' };
  provider.idToken = () => provider.sign(provider.claims(value('nonce'), claims));
  const back = new URL(callbackAddress('it'));
  back.search = new URLSearchParams({ code: 'c', state: value('state') }).toString();
  expect(await browser.comeBack(back)).toMatchObject({ result: 'connected' });
  await browser.beginLink(laptop, 'it');
  // Factors.
  await enrol(laptop);
  const options = await theirs(laptop.post('/me/factors/passkeys/options')).expect(200);
  const passkey = new Passkey(new URL(PUBLIC).origin).create(options.body as never);
  await theirs(laptop.post('/me/factors/passkeys', { passkey, name: 'zwitscher phone' })).expect(201);
  // Groups, blocks, what a provisioning program calls them.
  const group = idIn(
    await alice.post('/groups', { handle: 'birds', name: 'Birds', description: '' }).expect(201),
    'groupId',
  );
  await alice.post(`/groups/${group}/members`, { userIds: [bird.userId] });
  await theirs(laptop.put(`/me/blocked/${eve.userId}`)).expect(204);
  await eve.put(`/me/blocked/${bird.userId}`).expect(204);
  const okta = await program(alice, server);
  await okta
    .patch(bird.userId, { op: 'replace', path: 'externalId', value: 'zwitscher-external' })
    .expect(200);
  // Reports by and about them, with evidence, and a message that waits.
  const said = await say(laptop, general, 'zwitscher, a message that is reported');
  await eve.post(`/messages/${said.messageId}/reports`, { reason: 'spam' }).expect(204);
  await theirs(
    laptop.post(`/users/${eve.userId}/reports`, { reason: 'spam', note: 'zwitscher note' }),
  ).expect(204);
  await alice
    .put('/moderation/words', { version: 0, entries: [{ phrase: 'worm', action: 'hold' }] })
    .expect(200);
  await theirs(laptop.post(`/rooms/${general}/messages`, { text: 'zwitscher worm' }));
  // What they have taken along, drafts, a poll, an invitation, another name.
  await theirs(laptop.post('/me/exports')).expect(201);
  await server.app.server.jobs.runNow(BUILD_JOBS.own);
  await theirs(laptop.put(`/rooms/${general}/draft`, { text: 'zwitscher draft' }));
  await alice.patch(`/users/${bird.userId}/account`, { displayName: 'Zwitscher Kanarienvogel' }).expect(200);
  // Without an effect of its own, but with a name in the log where one was careless.
  await theirs(login(server, NAME, 'zwitscher, a wrong password')).expect(401);
  while (!server.app.server.inFlight.idle) await new Promise((resolve) => setImmediate(resolve));
  expect(bodyOf(mail.letters[0] ?? expect.fail())).not.toBe('');

  // The canary is where it is expected to be: else the search would show nothing.
  const before = await placesWith(server, canaries);
  for (const place of [
    'users',
    'sessions',
    'newdevices',
    'auditentries',
    'identities',
    'reports',
    'factors',
    'signinlinks',
  ])
    expect(before).toContain(place);

  await alice.post(`/users/${bird.userId}/erase`, { username: NAME, messages: 'remove' }).expect(200);
  await server.app.server.jobs.runNow('erasure.erase');
  expect(await placesWith(server, canaries)).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => ofLogs.some((word) => line.toLowerCase().includes(word)))).toEqual([]);
}, 120_000);
