import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import type { InviteView } from '@parley/shared/workspace';
import { commandRows as callRows } from '../../features/calls/test/permissions.js';
import { generalRoom, picture, say, uploaded } from '../build.js';
import type { Scene } from './cast.js';
import type { CommandRow, Row } from './row.js';

export type { CommandRow, Row };

const anybody = '+++++++ +++++ ++u';
const readers = '+++++++ +nnnn ++u';
const writers = '+++++++ +++++ +fu';
const managers = '++fffff fff+f ffu';

/** Of an owner: another owner alone manages them. */
const ownersAlone = '+ffffff fff+f ffu';
/** Who manages people learns that there is nobody; others learn nothing. */
const managersNothing = 'nnfffff fffnf ffu';
/** There is no mail server here. */
const managersWithoutMail = 'ccfffff fffcf ffu';

const message = { text: 'words' };
const textFile = () => Promise.resolve({ bytes: Buffer.from('x'), name: 'x.txt' });
const pictureFile = async () => ({ bytes: await picture().png().toBuffer(), name: 'x.png' });
const ofBoss = ({ boss }: Scene) => Promise.resolve({ userId: boss.userId });
const ofNobody = () => Promise.resolve({ userId: '0'.repeat(24) });
const setRenaming =
  (renaming: boolean) =>
  async ({ boss }: Pick<Scene, 'boss'>): Promise<Record<string, string>> => {
    await boss.patch('/workspace', { renaming }).expect(200);
    return {};
  };
const ownMessage = async ({ actor, ids }: Scene) => ({
  messageId: (await say(actor, ids.roomId, 'of my own')).messageId,
});
const webhook = async ({ rita, ids }: Scene) => {
  const hook = (await rita.post(`/rooms/${ids.roomId}/webhooks`, { name: 'CI' }).expect(201))
    .body as CreatedWebhook;
  return { webhookId: hook.webhookId, userId: hook.userId };
};
const invite = async ({ boss }: Scene) => {
  const { inviteId, code } = (await boss.post('/invites', {}).expect(201)).body as InviteView;
  return { inviteId, code };
};
const ownUpload = async ({ actor, ids }: Scene) => ({
  fileId: (await uploaded(actor, ids.roomId, Buffer.from('mine'), 'mine.txt')).fileId,
});

/** Routes of a room and its content. */
const ofRooms: Row[] = [
  { at: 'get /rooms/:roomId', outcomes: readers },
  { at: 'get /rooms/:roomId/members', outcomes: readers },
  { at: 'get /rooms/:roomId/members/:userId', outcomes: readers },
  { at: 'get /rooms/:roomId/messages', outcomes: readers },
  {
    at: 'get /rooms/:roomId/authors',
    outcomes: readers,
    query: ({ rita }) => `?ids=${rita.userId}`,
  },
  { at: 'get /rooms/:roomId/pins', outcomes: readers },
  { at: 'get /rooms/:roomId/reads', outcomes: readers },
  { at: 'get /messages/:messageId', outcomes: readers },
  { at: 'get /messages/:messageId/edits', outcomes: readers },
  { at: 'get /files/:fileId', outcomes: readers },
  { at: 'get /files/:fileId/info', outcomes: readers },
  { at: 'get /files/:fileId/thumbnail', outcomes: 'iiiiiii innnn iiu' },
  { at: 'get /rooms/:roomId/webhooks', outcomes: '++f+fff fnnnn f+u' },
  { at: 'patch /rooms/:roomId', outcomes: '+++++ff fnnnn ffu', body: () => ({ topic: 'news' }) },
  {
    at: 'patch /rooms/:roomId (the name of General)',
    outcomes: 'fffffff fffff ffu',
    body: () => ({ name: `room ${randomUUID().slice(0, 8)}` }),
    before: async ({ rita }) => ({ roomId: await generalRoom(rita) }),
  },
  { at: 'delete /rooms/:roomId', outcomes: '++f+fff fnnnn +fu' },
  { at: 'post /rooms/:roomId/join', outcomes: 'fffffff +nnnn ffu' },
  { at: 'post /rooms/:roomId/leave', outcomes: '+++++++ fnnnn +fu' },
  {
    at: 'put /rooms/:roomId/members/:userId',
    outcomes: '++f+fff fnnnn ffu',
    body: () => ({ role: 'moderator' }),
  },
  {
    at: 'put /rooms/:roomId/members/:userId (who is not in it)',
    outcomes: '++++++f fnnnn ffu',
    before: ({ boss }) => Promise.resolve({ userId: boss.userId }),
  },
  {
    at: 'put /rooms/:roomId/members/:userId (their preferences)',
    outcomes: 'fffffff fffff ffu',
    body: () => ({ muted: true }),
  },
  { at: 'delete /rooms/:roomId/members/:userId', outcomes: '+++++ff fnnnn ffu' },
  {
    at: 'delete /rooms/:roomId/members/:userId (an owner)',
    outcomes: '++f+fff fnnnn ffu',
    before: ({ rita }) => Promise.resolve({ userId: rita.userId }),
  },
  { at: 'post /rooms/:roomId/messages', outcomes: '+++++++ fnnnn ffu', body: () => message },
  { at: 'patch /messages/:messageId', outcomes: 'fffffff fnnnn ffu', body: () => message },
  {
    at: 'patch /messages/:messageId (own)',
    outcomes: '+++++++ fnnnn ffu',
    body: () => message,
    inside: ownMessage,
  },
  { at: 'delete /messages/:messageId', outcomes: '+++++ff fnnnn +fu' },
  { at: 'delete /messages/:messageId (own)', outcomes: '+++++++ fnnnn +fu', inside: ownMessage },
  { at: 'put /messages/:messageId/pin', outcomes: '+++++++ fnnnn ffu' },
  { at: 'delete /messages/:messageId/pin', outcomes: '+++++++ fnnnn ffu' },
  {
    at: 'put /messages/:messageId/reactions/:emoji',
    outcomes: '+++++++ fnnnn ffu',
    before: () => Promise.resolve({ emoji: encodeURIComponent('👍') }),
  },
  {
    at: 'delete /messages/:messageId/reactions/:emoji',
    outcomes: '+++++++ fnnnn ffu',
    before: () => Promise.resolve({ emoji: encodeURIComponent('👍') }),
  },
  { at: 'put /me/saved/:messageId', outcomes: '+++++++ +nnnn +fu' },
  { at: 'delete /me/saved/:messageId', outcomes: writers },
  { at: 'put /rooms/:roomId/draft', outcomes: '+++++++ +nnnn +fu', body: () => message },
  { at: 'put /rooms/:roomId/read', outcomes: '+++++++ nnnnn +fu', body: () => ({ seq: 1 }) },
  { at: 'post /rooms/:roomId/webhooks', outcomes: '++f+fff fnnnn ffu', body: () => ({ name: 'CI' }) },
  { at: 'delete /webhooks/:webhookId', outcomes: '++f+fff fnnnn ffu', before: webhook },
  { at: 'post /rooms/:roomId/files', outcomes: '+++++++ fnnnn ffu', file: textFile },
  { at: 'delete /files/:fileId', outcomes: 'ccccccc cnnnn cfu' },
  { at: 'delete /files/:fileId (own)', outcomes: '+++++++ cnnn+ +fu', inside: ownUpload },
];

/** Routes of one's own data, in any role. */
const ofOneself: Row[] = [
  { at: 'get /me', outcomes: anybody },
  { at: 'get /rooms', outcomes: anybody },
  {
    at: 'post /rooms',
    outcomes: '++++++f +f+++ +fu',
    body: () => ({ type: 'private', name: `room ${randomUUID().slice(0, 8)}` }),
  },
  { at: 'get /sync', outcomes: anybody },
  { at: 'get /inbox', outcomes: anybody },
  { at: 'get /search', outcomes: 'iiiiiii iiiii iiu' },
  { at: 'get /me/drafts', outcomes: anybody },
  { at: 'get /me/saved', outcomes: anybody },
  { at: 'get /push/key', outcomes: anybody },
  { at: 'get /me/push/log', outcomes: '+++++++ +++++ +fu' },
  { at: 'get /me/sessions', outcomes: '+++++++ +++++ +fu' },
  { at: 'get /me/tokens', outcomes: '+++++++ +++++ +fu' },
  { at: 'patch /me', outcomes: writers, body: () => ({ displayName: 'Another name' }) },
  { at: 'put /me/username', outcomes: writers, body: () => ({ username: `n${randomUUID().slice(0, 8)}` }) },
  {
    at: 'put /me/username (where only admins rename)',
    outcomes: managers,
    body: () => ({ username: `n${randomUUID().slice(0, 8)}` }),
    before: setRenaming(false),
    after: setRenaming(true),
  },
  { at: 'put /me/picture', outcomes: 'iiiiiii iiiii ifu' },
  { at: 'delete /me/picture', outcomes: writers },
  { at: 'post /me/tokens', outcomes: '+++++++ +++++ +fu', body: () => ({ name: 'reads', scope: 'read' }) },
  {
    at: 'delete /me/tokens/:tokenId',
    outcomes: 'nnnnnnn nnnnn nfu',
    before: () => Promise.resolve({ tokenId: '0'.repeat(24) }),
  },
  { at: 'delete /me/sessions', outcomes: '+++++++ +++++ +fu' },
  {
    at: 'delete /me/sessions/:sessionId',
    outcomes: 'nnnnnnn nnnnn nfu',
    before: ({ rita }) => Promise.resolve({ sessionId: rita.granted.sessionId }),
  },
  { at: 'delete /me/push', outcomes: '+++++++ +++++ +fu' },
];

/** Routes of the workspace and its people. */
const ofWorkspace: Row[] = [
  { at: 'get /workspace', outcomes: '+++++++ +++++ +++' },
  { at: 'get /workspace/picture', outcomes: 'nnnnnnn nnnnn nnn' },
  { at: 'get /rooms/directory', outcomes: anybody },
  { at: 'get /users', outcomes: anybody },
  // A guest sees the people of their rooms.
  { at: 'get /users/:userId', outcomes: '+++++++ +n+++ ++u' },
  { at: 'get /users/:userId (a webhook)', outcomes: readers, before: webhook },
  { at: 'get /files/people/:userId', outcomes: 'nnnnnnn nnnnn nnu' },
  { at: 'patch /workspace', outcomes: managers, body: () => ({ name: 'Another name' }) },
  { at: 'delete /workspace/picture', outcomes: managers },
  { at: 'get /invites', outcomes: managers },
  { at: 'post /invites', outcomes: managers },
  {
    at: 'post /invites/:inviteId/mail',
    outcomes: managersWithoutMail,
    before: invite,
    body: () => ({ email: 'a@example.org' }),
  },
  { at: 'post /workspace/test-mail', outcomes: managersWithoutMail },
  { at: 'put /workspace/picture', outcomes: managers, file: pictureFile },
  { at: 'delete /invites/:inviteId', outcomes: managers, before: invite },
  { at: 'patch /users/:userId', outcomes: managers, body: () => ({ active: false }) },
  {
    at: 'patch /users/:userId (nobody)',
    outcomes: managersNothing,
    body: () => ({ active: false }),
    before: ofNobody,
  },
  {
    at: 'patch /users/:userId (an owner)',
    outcomes: '+ffffff fff+f ffu',
    body: () => ({ role: 'owner' }),
    before: ({ boss }) => Promise.resolve({ userId: boss.userId }),
  },
  {
    at: 'put /users/:userId/username',
    outcomes: managers,
    body: () => ({ username: `n${randomUUID().slice(0, 8)}` }),
  },
  { at: 'post /users/:userId/reset-link', outcomes: managers },
  { at: 'post /users/:userId/reset-link (an owner)', outcomes: ownersAlone, before: ofBoss },
  { at: 'post /users/:userId/reset-link (nobody)', outcomes: managersNothing, before: ofNobody },
  { at: 'get /users/:userId/account', outcomes: managers },
  { at: 'get /users/:userId/account (an owner)', outcomes: ownersAlone, before: ofBoss },
  { at: 'get /users/:userId/account (nobody)', outcomes: managersNothing, before: ofNobody },
  {
    at: 'patch /users/:userId/account',
    outcomes: managers,
    body: () => ({ displayName: 'Another name' }),
  },
  {
    at: 'post /users/:userId/erase',
    outcomes: managers,
    body: ({ tom }) => ({ username: tom.username, messages: 'keep' }),
  },
  { at: 'get /users/:userId/erasure', outcomes: 'nnfffff fffnf ffu' },
  { at: 'get /invitations/:code', outcomes: '+++++++ +++++ +++', before: invite },
];

const features = join(import.meta.dirname, '../../features');

/** A feature may have its rows in its own folder. */
const ofFeatures: Row[] = [];
for (const name of readdirSync(features)) {
  const file = join(features, name, 'test/permissions.ts');
  if (existsSync(file)) ofFeatures.push(...((await import(file)) as { rows: Row[] }).rows);
}

export const rows: Row[] = [...ofRooms, ...ofOneself, ...ofWorkspace, ...ofFeatures];

const words = () => ({ text: 'words', clientId: randomUUID() });
const inRoom = ({ ids: { roomId } }: Scene) => ({ roomId });

export const commandRows: CommandRow[] = [
  { at: 'room:open', outcomes: readers, input: (scene) => ({ ...inRoom(scene), sinceRev: null }) },
  { at: 'room:close', outcomes: anybody, input: inRoom },
  { at: 'message:send', outcomes: '+++++++ fnnnn ffu', input: (scene) => ({ ...inRoom(scene), ...words() }) },
  {
    at: 'messages:send',
    outcomes: '+++++++ fnnnn ffu',
    input: (scene) => ({ ...inRoom(scene), messages: [words()] }),
  },
  { at: 'read:mark', outcomes: '+++++++ nnnnn +fu', input: (scene) => ({ ...inRoom(scene), seq: 1 }) },
  { at: 'typing:start', outcomes: '+++++++ fnnnn ffu', input: inRoom },
  { at: 'typing:stop', outcomes: writers, input: inRoom },
  { at: 'presence:set', outcomes: writers, input: () => ({ active: true }) },
  ...callRows,
];
