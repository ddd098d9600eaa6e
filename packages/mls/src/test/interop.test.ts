import * as foreign from 'ts-mls';
import { initializeEpoch } from 'ts-mls/keySchedule.js';
import { beforeAll, expect, it } from 'vitest';
import { Browser, bytes, hex, load, secretOf, text } from './people.ts';

// ts-mls 1.6.4, another implementation of RFC 9420. It writes `external_pub` in another form, so nothing here joins from outside.
const suite = await foreign.getCiphersuiteImpl(
  foreign.getCiphersuiteFromName('MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519'),
);

beforeAll(load);

type State = foreign.ClientState;
interface Opened<F extends foreign.MLSMessage['wireformat']> {
  message: Extract<foreign.MLSMessage, { wireformat: F }>;
}

function decode<F extends foreign.MLSMessage['wireformat']>(
  from: Uint8Array,
  format: F,
): Opened<F>['message'] {
  const message = foreign.decodeMlsMessage(from, 0)?.[0];
  if (message?.wireformat !== format) throw new Error(`no ${format}`);
  return message as Opened<F>['message'];
}

const person = (name: string) =>
  foreign.generateKeyPackage(
    { credentialType: 'basic', identity: bytes(name) },
    foreign.defaultCapabilities(),
    foreign.defaultLifetime,
    [],
    suite,
  );
type Person = Awaited<ReturnType<typeof person>>;

const packageOf = ({ publicPackage }: Person): Uint8Array =>
  foreign.encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage: publicPackage });
const joined = (welcome: Uint8Array | null, { publicPackage, privatePackage }: Person): Promise<State> =>
  foreign.joinGroup(
    decode(welcome ?? new Uint8Array(), 'mls_welcome').welcome,
    publicPackage,
    privatePackage,
    foreign.emptyPskIndex,
    suite,
  );
const commit = async (state: State, extraProposals: foreign.Proposal[] = []) => {
  const options = { extraProposals, wireAsPublicMessage: true, ratchetTreeExtension: true };
  const made = await foreign.createCommit({ state, cipherSuite: suite }, options);
  const { welcome } = made;
  return {
    state: made.newState,
    commit: foreign.encodeMlsMessage(made.commit),
    welcome:
      welcome === undefined
        ? null
        : foreign.encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome }),
  };
};
const taken = async (state: State, message: Uint8Array): Promise<State> => {
  const { publicMessage } = decode(message, 'mls_public_message');
  return (await foreign.processPublicMessage(state, publicMessage, foreign.emptyPskIndex, suite)).newState;
};
const theirSecret = async ({ keySchedule }: State): Promise<string> =>
  hex(await foreign.mlsExporter(keySchedule.exporterSecret, 'parley epoch', new Uint8Array(), 32, suite));
const agree = async (state: State, ...browsers: Browser[]) => {
  for (const { group } of browsers) {
    expect(secretOf(group)).toBe(await theirSecret(state));
    expect(hex(group.epochAuthenticator)).toBe(hex(state.keySchedule.epochAuthenticator));
  }
};

it('is one group with ts-mls: welcomes, updates, additions and removals both ways', async () => {
  const [ada, bo, cy] = [new Browser('ada'), new Browser('bo'), new Browser('cy')];
  const tom = await person('tom');
  ada.group = ada.device.createGroup(bytes('room'));
  const first = ada.group.commit({ add: [packageOf(tom), bo.device.keyPackage()] });
  ada.group.mergePending();
  bo.group = bo.device.stageWelcome(first.welcome ?? new Uint8Array()).accept();
  let state = await joined(first.welcome, tom);
  await agree(state, ada, bo);

  const update = await commit(state);
  state = update.state;
  const seen = ada.group.stage(update.commit);
  expect(text(seen.path?.identity ?? new Uint8Array())).toBe('tom');
  ada.group.merge();
  bo.take(update.commit);
  await agree(state, ada, bo);

  const { keyPackage } = decode(cy.device.keyPackage(), 'mls_key_package');
  const addition = await commit(state, [{ proposalType: 'add', add: { keyPackage } }]);
  state = addition.state;
  for (const one of [ada, bo]) one.take(addition.commit);
  cy.group = cy.device.stageWelcome(addition.welcome ?? new Uint8Array()).accept();
  await agree(state, ada, bo, cy);

  const ours = cy.group.commit();
  cy.group.mergePending();
  for (const one of [ada, bo]) one.take(ours.commit);
  state = await taken(state, ours.commit);
  await agree(state, ada, bo, cy);

  const removal = await commit(state, [{ proposalType: 'remove', remove: { removed: bo.group.ownLeaf } }]);
  state = removal.state;
  expect(bo.group.stage(removal.commit).evicts).toBe(true);
  const before = secretOf(bo.group);
  bo.take(removal.commit);
  for (const one of [ada, cy]) one.take(removal.commit);
  await agree(state, ada, cy);
  expect(await theirSecret(state)).not.toBe(before);
});

it('removes a foreign member by a path: with all they had they do not derive the next epoch from nothing', async () => {
  const [ada, bo] = [new Browser('ada'), new Browser('bo')];
  const tom = await person('tom');
  ada.group = ada.device.createGroup(bytes('room'));
  const first = ada.group.commit({ add: [packageOf(tom), bo.device.keyPackage()] });
  ada.group.mergePending();
  bo.group = bo.device.stageWelcome(first.welcome ?? new Uint8Array()).accept();
  const state = await joined(first.welcome, tom);
  const removal = ada.group.commit({ remove: [state.privatePath.leafIndex] });
  expect(bo.group.stage(removal.commit).path).not.toBeNull();
  ada.group.mergePending();
  // The attack that ts-mls 1.6.2 allowed: a commit without a path has a commit secret of zeros.
  const { groupContext } = decode(removal.groupInfo, 'mls_group_info').groupInfo;
  const zeros = new Uint8Array(32);
  const guess = await initializeEpoch(state.keySchedule.initSecret, zeros, groupContext, zeros, suite.kdf);
  const { exporterSecret } = guess.keySchedule;
  const guessed = await foreign.mlsExporter(exporterSecret, 'parley epoch', new Uint8Array(), 32, suite);
  expect(hex(guessed)).not.toBe(secretOf(ada.group));
});
