import { beforeAll, expect, it } from 'vitest';
import { Browser, bytes, codeOf, hex, load, room, secretOf, text } from './people.ts';

beforeAll(load);

const namesIn = (list: { identity: Uint8Array }[]) => list.map(({ identity }) => text(identity)).toSorted();
const agree = (browsers: Browser[]) => {
  expect(new Set(browsers.map(({ group }) => secretOf(group))).size).toBe(1);
  expect(new Set(browsers.map(({ group }) => hex(group.epochAuthenticator))).size).toBe(1);
};

it('two join by one welcome, which shows who is in before it is accepted', () => {
  const [ada, bo] = [new Browser('ada'), new Browser('bo')];
  ada.group = ada.device.createGroup(bytes('room'));
  const { welcome } = ada.group.commit({ add: [bo.device.keyPackage()] });
  const next = hex(ada.group.pendingSecret('parley epoch', new Uint8Array(), 32));
  ada.group.mergePending();
  const staged = bo.device.stageWelcome(welcome ?? new Uint8Array());
  expect([text(staged.groupId), staged.epoch, staged.sender]).toEqual(['room', 1, 0]);
  expect(namesIn(staged.members)).toEqual(['ada', 'bo']);
  expect(staged.members[1]?.signatureKey).toEqual(bo.device.publicKey);
  bo.group = staged.accept();
  expect(codeOf(() => staged.accept())).toBe('nothing_staged');
  agree([ada, bo]);
  expect(secretOf(ada.group)).toBe(next);
  expect(hex(ada.group.exportSecret('other', new Uint8Array(), 32))).not.toBe(next);
  expect([ada.group.epoch, ada.group.members.length, bo.group.ownLeaf]).toEqual([1, 2, 1]);
  // The key package was used: the welcome opens once.
  expect(codeOf(() => bo.device.stageWelcome(welcome ?? new Uint8Array()))).toBe('no_key_package');
  expect(codeOf(() => new Browser('eve').device.stageWelcome(welcome ?? new Uint8Array()))).toBe(
    'no_key_package',
  );
});

it('adds, removes and updates, staged and looked at before they count', () => {
  const { all } = room('ada', 'bo', 'cy');
  const [ada, bo, cy] = all as [Browser, Browser, Browser];
  const dan = new Browser('dan');
  const before = secretOf(bo.group);
  const change = ada.group.commit({ add: [dan.device.keyPackage()], remove: [cy.group.ownLeaf] });

  const staged = bo.group.stage(change.commit);
  expect(staged).toMatchObject({ by: 0, isOwn: false, removed: [2], evicts: false, epoch: 2 });
  expect(namesIn(staged.added)).toEqual(['dan']);
  expect(text(staged.path?.identity ?? new Uint8Array())).toBe('ada');
  expect(staged.path?.signatureKey).toEqual(ada.device.publicKey);
  const next = hex(bo.group.stagedSecret('parley epoch', new Uint8Array(), 32));
  // Nothing has changed yet, and what is discarded never happens.
  expect(secretOf(bo.group)).toBe(before);
  bo.group.discard();
  expect(codeOf(() => bo.group.merge())).toBe('nothing_staged');
  bo.take(change.commit);
  expect(secretOf(bo.group)).toBe(next);

  expect(cy.group.stage(change.commit)).toMatchObject({ evicts: true, removed: [2] });
  expect(codeOf(() => cy.group.stagedSecret('parley epoch', new Uint8Array(), 32))).not.toBe('accepted');
  cy.group.merge();
  expect(cy.group.isActive).toBe(false);
  expect(codeOf(() => secretOf(cy.group))).toBe('evicted');

  ada.group.mergePending();
  dan.group = dan.device.stageWelcome(change.welcome ?? new Uint8Array()).accept();
  agree([ada, bo, dan]);
  const update = dan.group.commit();
  dan.group.mergePending();
  for (const one of [ada, bo]) one.take(update.commit);
  agree([ada, bo, dan]);
  expect(codeOf(() => cy.group.stage(update.commit))).not.toBe('accepted');
});

it('somebody removed has no secret of what follows, with all they stored, and without having taken the removal', () => {
  const { all } = room('ada', 'bo', 'cy');
  const [ada, bo, cy] = all as [Browser, Browser, Browser];
  const removal = ada.group.commit({ remove: [2] });
  ada.group.mergePending();
  bo.take(removal.commit);
  const update = bo.group.commit();
  bo.group.mergePending();
  cy.restart();
  expect(secretOf(cy.group)).not.toBe(secretOf(ada.group));
  expect(codeOf(() => cy.group.stage(update.commit))).toBe('wrong_epoch');
  expect(cy.group.stage(removal.commit).evicts).toBe(true);
});

it('of two commits of one epoch one counts: the other is dropped, and a repeat is of another epoch', () => {
  const { all } = room('ada', 'bo', 'cy');
  const [ada, bo, cy] = all as [Browser, Browser, Browser];
  const [won, lost] = [ada.group.commit(), bo.group.commit()];
  expect(codeOf(() => ada.group.commit())).toBe('pending_commit');
  ada.group.mergePending();
  bo.take(won.commit);
  expect(bo.group.hasPending).toBe(false);
  cy.take(won.commit);
  agree(all);
  for (const one of all)
    for (const { commit } of [won, lost]) expect(codeOf(() => one.group.stage(commit))).toBe('wrong_epoch');
  const again = bo.group.commit();
  bo.group.clearPending();
  expect(codeOf(() => bo.group.mergePending())).toBe('nothing_pending');
  expect(again.commit).not.toEqual(lost.commit);
});

it('a crash with the pending commit stored: its echo is recognised, and merged', () => {
  const { all } = room('ada', 'bo');
  const [ada, bo] = all as [Browser, Browser];
  const { commit } = bo.group.commit();
  const next = hex(bo.group.pendingSecret('parley epoch', new Uint8Array(), 32));
  expect(bo.store()).toBeGreaterThan(0);
  bo.restart();
  expect(bo.group.hasPending).toBe(true);
  expect(bo.group.stage(commit)).toMatchObject({ isOwn: true, by: 1, evicts: false });
  expect(hex(bo.group.stagedSecret('parley epoch', new Uint8Array(), 32))).toBe(next);
  bo.group.merge();
  ada.take(commit);
  agree(all);
  expect(bo.store()).toBeGreaterThan(0);
  expect(bo.store()).toBe(0);
  bo.restart();
  agree(all);
});

it('a crash without it stored locks the device out, which it notices: it joins anew, and its old leaf is removed', () => {
  const { all } = room('ada', 'bo', 'cy');
  const [ada, bo, cy] = all as [Browser, Browser, Browser];
  const { commit } = bo.group.commit();
  bo.restart();
  for (const one of [ada, cy]) one.take(commit);
  expect(codeOf(() => bo.group.stage(commit))).toBe('own_commit_lost');

  const fresh = new Browser('bo');
  const joined = fresh.device.joinExternally(ada.group.groupInfo());
  fresh.group = joined.group;
  for (const one of [ada, cy]) one.take(joined.messages.commit);
  const removal = ada.group.commit({ remove: [bo.group.ownLeaf] });
  ada.group.mergePending();
  for (const one of [cy, fresh]) one.take(removal.commit);
  agree([ada, cy, fresh]);
  expect(namesIn(ada.group.members)).toEqual(['ada', 'bo', 'cy']);
});

it('a stranger who joins from outside is seen when the commit is staged, and is not in unless it is merged', () => {
  const { all } = room('ada', 'bo');
  const [ada, bo] = all as [Browser, Browser];
  const eve = new Browser('eve');
  const { group, messages } = eve.device.joinExternally(ada.group.groupInfo());
  const staged = bo.group.stage(messages.commit);
  expect(staged).toMatchObject({ by: null, added: [], removed: [], isOwn: false });
  expect(text(staged.path?.identity ?? new Uint8Array())).toBe('eve');
  expect(staged.path?.signatureKey).toEqual(eve.device.publicKey);
  bo.group.discard();
  expect(namesIn(bo.group.members)).toEqual(['ada', 'bo']);
  // The room goes on without her.
  const { commit } = ada.group.commit();
  ada.group.mergePending();
  bo.take(commit);
  agree(all);
  expect(secretOf(group)).not.toBe(secretOf(ada.group));
  group.delete();
});

it('who comes back is removed and added in one commit; nobody is in twice with one key', () => {
  const { all } = room('ada', 'bo');
  const [ada, bo] = all as [Browser, Browser];
  const old = secretOf(ada.group);
  expect(codeOf(() => ada.group.commit({ add: [bo.device.keyPackage()] }))).not.toBe('accepted');
  expect(ada.group.hasPending).toBe(false);
  const { welcome } = ada.group.commit({ add: [bo.device.keyPackage()], remove: [1] });
  ada.group.mergePending();
  bo.group.delete();
  bo.group = bo.device.stageWelcome(welcome ?? new Uint8Array()).accept();
  agree(all);
  expect(secretOf(ada.group)).not.toBe(old);
});

it('refuses what is not what it should be by a code', () => {
  const { all } = room('ada', 'bo');
  const [ada, bo] = all as [Browser, Browser];
  const info = ada.group.groupInfo();
  const keyPackage = bo.device.keyPackage({ isLastResort: true });
  expect(codeOf(() => bo.group.stage(info))).toBe('not_a_commit');
  expect(codeOf(() => bo.device.stageWelcome(info))).toBe('not_a_welcome');
  expect(codeOf(() => bo.device.joinExternally(keyPackage))).toBe('not_a_group_info');
  expect(codeOf(() => ada.group.commit({ add: [info] }))).toBe('not_a_key_package');
  expect(codeOf(() => ada.group.commit({ add: [new Uint8Array(9)] }))).toBe('malformed');
  expect(codeOf(() => ada.group.commit({ remove: [7] }))).toBe('invalid');
  expect(codeOf(() => bo.device.loadGroup(bytes('nowhere')))).toBe('no_group');
  const other = new Browser('cy');
  other.group = other.device.createGroup(bytes('other'));
  expect(codeOf(() => bo.group.stage(other.group.commit().commit))).toBe('wrong_group');
  agree(all);
});
