import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { MlsWitness } from '../mls.ts';
import { Browser, codeOf, hex, load, room, secretOf, text } from './people.ts';

const messagesFile = resolve(import.meta.dirname, '../../../../../shared/testdata/mls/messages.json');

beforeAll(load);

it('follows a group without secrets, and says of each commit what a member says', () => {
  const { all, start, messages } = room('ada', 'bo', 'cy');
  const [ada, bo, cy] = all as [Browser, Browser, Browser];
  const witness = new MlsWitness(start);
  expect(witness.follow(messages.commit, messages.groupInfo).added).toHaveLength(2);
  const removal = ada.group.commit({ remove: [1] });
  const seen = cy.group.stage(removal.commit);
  expect(codeOf(() => witness.follow(removal.commit, messages.groupInfo))).toBe('wrong_group_info');
  expect(witness.follow(removal.commit, removal.groupInfo)).toEqual(seen);
  expect(codeOf(() => witness.follow(removal.commit, removal.groupInfo))).toBe('wrong_epoch');
  ada.group.mergePending();
  cy.group.merge();
  const eve = new Browser('eve').device.joinExternally(removal.groupInfo);
  expect(witness.follow(eve.messages.commit, eve.messages.groupInfo)).toMatchObject({ by: null, epoch: 3 });
  expect(witness.members.map(({ identity }) => text(identity)).toSorted()).toEqual(['ada', 'cy', 'eve']);
  expect([witness.epoch, text(witness.id)]).toEqual([3, 'room']);
  // What a restarted server makes of the newest group info goes on from there.
  cy.take(eve.messages.commit);
  const update = cy.group.commit();
  expect(new MlsWitness(eve.messages.groupInfo).follow(update.commit, update.groupInfo).epoch).toBe(4);
  expect(bo.group.epoch).toBe(1);
});

it('refuses the group info of another commit of the same epoch, though the same member signed it', () => {
  const { all, messages } = room('ada', 'bo');
  const [ada] = all as [Browser];
  const one = ada.group.commit();
  ada.group.clearPending();
  const other = ada.group.commit();
  const witness = new MlsWitness(messages.groupInfo);
  expect(codeOf(() => witness.follow(one.commit, other.groupInfo))).toBe('wrong_group_info');
  expect(witness.epoch).toBe(1);
  expect(witness.follow(other.commit, other.groupInfo).epoch).toBe(2);
});

it('takes no commit and no group info that was changed at any byte but what only members can check', () => {
  const { all, messages } = room('ada', 'bo', 'cy');
  const [ada, bo] = all as [Browser, Browser, Browser];
  const { commit, groupInfo } = ada.group.commit({ remove: [2] });
  const bent = (from: Uint8Array, at: number) => from.with(at, (from[at] ?? 0) ^ (1 << (at % 8)));
  // The last bytes of a commit are the membership tag, which is under a secret of the epoch.
  const membershipTag = 32;
  const witness = new MlsWitness(messages.groupInfo);
  for (let at = 0; at < commit.length - membershipTag; at += 1)
    expect(
      codeOf(() => witness.follow(bent(commit, at), groupInfo)),
      `commit, byte ${at}`,
    ).not.toBe('accepted');
  for (let at = 0; at < groupInfo.length; at += 1)
    expect(
      codeOf(() => witness.follow(commit, bent(groupInfo, at))),
      `group info, byte ${at}`,
    ).not.toBe('accepted');
  const tag = bent(commit, commit.length - 1);
  expect(codeOf(() => bo.group.stage(tag))).toBe('invalid');
  expect(witness.follow(commit, groupInfo).removed).toEqual([2]);
  // Where both carry the same wrong confirmation tag, the signatures of both are broken.
  bo.take(commit);
  ada.group.mergePending();
  expect(secretOf(bo.group)).toBe(secretOf(ada.group));
});

it('ends in a code, whatever the bytes are, and stays of use', () => {
  const { all, messages } = room('ada', 'bo');
  const [ada, bo] = all as [Browser, Browser];
  const { commit, groupInfo } = ada.group.commit();
  const witness = new MlsWitness(messages.groupInfo);
  const junk = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .constantFrom(commit, groupInfo, messages.welcome ?? commit)
      .chain((from) =>
        fc
          .tuple(fc.nat(from.length - 1), fc.nat(60), fc.uint8Array({ maxLength: 8 }))
          .map(([at, cut, put]) => Uint8Array.from([...from.slice(0, at), ...put, ...from.slice(at + cut)])),
      ),
  );
  fc.assert(
    fc.property(junk, (bytes) => {
      // But for the membership tag it is the commit: that only members can tell.
      if (bytes.length === commit.length && hex(bytes).startsWith(hex(commit.slice(0, -32)))) return;
      const codes = [
        codeOf(() => witness.follow(bytes, groupInfo)),
        codeOf(() => witness.follow(commit, bytes)),
        codeOf(() => bo.group.stage(bytes)),
        codeOf(() => bo.device.stageWelcome(bytes)),
        codeOf(() => new MlsWitness(bytes)),
      ];
      expect(codes).not.toContain('crashed');
      expect(codes.slice(0, 2)).not.toContain('accepted');
    }),
    { seed: 28, numRuns: 1_500 },
  );
  expect(witness.follow(commit, groupInfo).epoch).toBe(2);
});

interface Messages {
  mls_welcome: string;
  mls_group_info: string;
  mls_key_package: string;
  public_message_commit: string;
  public_message_proposal: string;
  private_message: string;
}

it.skipIf(!existsSync(messagesFile))("reads the working group's messages, each at its own door alone", () => {
  const [ada] = room('ada').all as [Browser];
  const vectors = JSON.parse(readFileSync(messagesFile, 'utf8')) as Messages[];
  const of = (from: string) => Uint8Array.from(Buffer.from(from, 'hex'));
  const codes = new Map<string, Set<string>>();
  const note = (name: string, call: () => unknown) =>
    codes.set(name, (codes.get(name) ?? new Set()).add(codeOf(call)));
  for (const one of vectors) {
    note('welcome', () => ada.device.stageWelcome(of(one.mls_welcome)));
    note('group info', () => new MlsWitness(of(one.mls_group_info)));
    note('commit', () => ada.group.stage(of(one.public_message_commit)));
    note('key package', () => ada.device.stageWelcome(of(one.mls_key_package)));
    for (const other of [one.public_message_proposal, one.private_message, one.mls_welcome])
      note('no commit', () => ada.group.stage(of(other)));
  }
  expect(vectors.length).toBeGreaterThan(0);
  expect([...(codes.get('commit') ?? [])]).toEqual(['wrong_group']);
  expect([...(codes.get('no commit') ?? [])]).toEqual(['not_a_commit']);
  expect([...(codes.get('key package') ?? [])]).toEqual(['not_a_welcome']);
  for (const name of ['welcome', 'group info'])
    for (const code of codes.get(name) ?? [])
      expect(['no_key_package', 'no_tree', 'invalid']).toContain(code);
});

it.runIf(!existsSync(messagesFile))(
  "the working group's messages: skipped, ../shared/testdata is not here",
  () => {
    console.log(
      'The messages of the MLS working group were skipped: the folder is not beside this checkout.',
    );
  },
);
