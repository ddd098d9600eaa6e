import { expect } from 'vitest';
import { altered, present, refused, type Api, type Law } from './law.ts';

const place = { roomId: 'r1', generation: 1, epoch: 9 };
const changed = <T extends object>(object: T, name: string): T => ({
  ...object,
  [name]: altered(object[name as keyof T]),
});

async function epochOf(api: Api) {
  const people = await Promise.all(
    ['ada', 'bo', 'cy'].map(async (userId, i) => ({
      userId,
      accountKeyN: i,
      keys: await api.newAgreementKeys(),
    })),
  );
  const key = api.randomBytes(32);
  const recipients = people.map(({ keys, ...one }) => ({ ...one, accountKey: keys.publicKey }));
  return { people, key, recipients, seals: await api.sealEpochKey(key, place, recipients) };
}

/** A chain of epoch keys with its links. */
async function linked(api: Api, length: number) {
  const keys = Array.from({ length }, () => api.randomBytes(32));
  const links = new Map<number, string>();
  for (let epoch = 1; epoch < length; epoch += 1)
    links.set(epoch, await api.linkTo(present(keys[epoch - 1]), present(keys[epoch]), { ...place, epoch }));
  return { keys, links, link: (epoch: number) => links.get(epoch) ?? null };
}

/** What must hold of epoch keys: seals, links, records, rosters. */
export const epochLaws: Law[] = [
  {
    name: 'a platform says what it lacks',
    holds: async (api) => {
      expect(await api.missingAlgorithms()).toEqual([]);
      const whole = crypto.subtle.generateKey.bind(crypto.subtle);
      try {
        const lacking = () => Promise.reject(new Error('NotSupportedError'));
        Object.assign(crypto.subtle, { generateKey: lacking });
        expect(await api.missingAlgorithms()).toEqual(['X25519', 'Ed25519']);
      } finally {
        Object.assign(crypto.subtle, { generateKey: whole });
      }
    },
  },
  {
    name: 'each member opens their own seal of 48 bytes, and no other',
    holds: async (api) => {
      const { people, key, seals } = await epochOf(api);
      for (const [i, { keys, userId }] of people.entries()) {
        for (const [j, seal] of seals.seals.entries())
          if (i === j) expect(await api.openSeal(keys.privateKey, place, seals.enc, seal)).toEqual(key);
          else await refused(api.openSeal(keys.privateKey, place, seals.enc, seal), 'wrong_key');
        expect(seals.seals[i]).toMatchObject({ userId, box: expect.stringMatching(/^.{64}$/) as unknown });
      }
    },
  },
  {
    name: 'a seal that is changed, or moved to another room, generation, epoch or person, does not open',
    holds: async (api) => {
      const { people, seals } = await epochOf(api);
      const [seal] = seals.seals;
      const { privateKey } = present(people[0]).keys;
      for (const name of Object.keys(place))
        await refused(api.openSeal(privateKey, changed(place, name), seals.enc, present(seal)), 'wrong_key');
      for (const name of Object.keys(present(seal)))
        await refused(api.openSeal(privateKey, place, seals.enc, changed(present(seal), name)), 'wrong_key');
      await refused(api.openSeal(privateKey, place, String(altered(seals.enc)), present(seal)), 'wrong_key');
    },
  },
  {
    name: 'one account key of two people gives two boxes that share no byte of keystream',
    holds: async (api) => {
      const { recipients, key } = await epochOf(api);
      const { accountKey } = present(recipients[0]);
      const both = recipients.map((one) => ({ ...one, accountKeyN: 0, accountKey }));
      const { seals } = await api.sealEpochKey(key, place, both);
      expect(new Set(seals.map(({ box }) => box.slice(0, 40))).size).toBe(3);
      await refused(
        api.sealEpochKey(key, place, [present(recipients[0]), present(recipients[0])]),
        'malformed',
      );
    },
  },
  {
    name: 'an account key that leaves no secret is refused when it is sealed to',
    holds: async (api) => {
      const weak = { userId: 'eve', accountKeyN: 0, accountKey: new Uint8Array(32) };
      await refused(api.sealEpochKey(api.randomBytes(32), place, [weak]), 'weak_key');
      const { people, seals } = await epochOf(api);
      const enc = api.toBase64url(new Uint8Array(32));
      await refused(
        api.openSeal(present(people[0]).keys.privateKey, place, enc, present(seals.seals[0])),
        'weak_key',
      );
    },
  },
  {
    name: 'from the newest key one walks back to the first, and a broken link ends the way and nothing else',
    holds: async (api) => {
      const { keys, links, link } = await linked(api, 12);
      const newest = { ...place, epoch: 11 };
      const whole = await api.walkBack(present(keys[11]), newest, { link });
      expect([...whole.keys].toReversed().map(([, key]) => key)).toEqual(keys);
      expect(whole.brokenAt).toBeNull();
      const policy = await api.walkBack(present(keys[11]), newest, {
        link: (epoch) => (epoch === 6 ? null : link(epoch)),
      });
      expect([policy.keys.size, policy.brokenAt]).toEqual([6, null]);
      const bent = await api.walkBack(present(keys[11]), newest, {
        link: (epoch) => (epoch === 6 ? String(altered(link(6))) : link(epoch)),
      });
      expect([bent.keys.size, bent.brokenAt]).toEqual([6, 6]);
      const moved = await api.walkBack(present(keys[11]), newest, {
        link: (epoch) => links.get(epoch === 6 ? 7 : epoch) ?? null,
      });
      expect(moved.brokenAt).toBe(6);
      for (const name of ['roomId', 'generation'])
        await refused(api.openLink(present(link(11)), present(keys[11]), changed(newest, name)), 'wrong_key');
      await refused(api.openLink(present(link(11)), present(keys[10]), newest), 'wrong_key');
    },
  },
  {
    name: 'a link to another key than the one that was committed to is noticed',
    holds: async (api) => {
      const { keys, link } = await linked(api, 5);
      const commitment = async (epoch: number) =>
        api.toBase64url(await api.commitmentOf(present(keys[epoch]), { ...place, epoch }));
      const newest = { ...place, epoch: 4 };
      expect((await api.walkBack(present(keys[4]), newest, { link, commitment })).keys.size).toBe(5);
      const other = await api.linkTo(api.randomBytes(32), present(keys[3]), { ...place, epoch: 3 });
      const walked = await api.walkBack(present(keys[4]), newest, {
        link: (epoch) => (epoch === 3 ? other : link(epoch)),
        commitment,
      });
      expect([walked.keys.size, walked.brokenAt]).toEqual([2, 3]);
      await refused(
        api.requireEpochKey(present(keys[3]), { ...place, epoch: 3 }, await commitment(4)),
        'wrong_key',
      );
      await refused(
        api.requireEpochKey(present(keys[4]), changed(newest, 'roomId'), await commitment(4)),
        'wrong_key',
      );
    },
  },
  {
    name: 'a record is of its epoch, commit, seals and link; each changed field is refused',
    holds: async (api) => {
      const { key, seals } = await epochOf(api);
      const signer = await api.newSigner();
      const commit = api.randomBytes(99);
      const roster = 'A'.repeat(43);
      const link = await api.linkTo(api.randomBytes(32), key, place);
      const record = await api.signEpochRecord(
        { place, userId: 'ada', deviceId: 'd1', commit, key, seals, link, roster },
        signer,
      );
      const expected = { place, commit, seals: { seals, link } };
      await api.requireEpochRecord(record, signer.publicKey, expected);
      await api.requireEpochKey(key, place, record.commitment);
      for (const name of Object.keys(record))
        await refused(
          api.requireEpochRecord(changed(record, name), signer.publicKey, expected),
          'bad_signature',
          'malformed',
        );
      const wrong = [
        ...Object.keys(place).map((name) => ({ ...expected, place: changed(place, name) })),
        { ...expected, commit: api.randomBytes(99) },
        { ...expected, seals: { seals, link: null } },
        { ...expected, seals: { seals: { ...seals, seals: seals.seals.slice(1) }, link } },
        ...Object.keys(present(seals.seals[0])).map((name) => ({
          ...expected,
          seals: {
            seals: { ...seals, seals: seals.seals.with(0, changed(present(seals.seals[0]), name)) },
            link,
          },
        })),
        { ...expected, seals: { seals: { ...seals, enc: String(altered(seals.enc)) }, link } },
      ];
      for (const one of wrong)
        await refused(api.requireEpochRecord(record, signer.publicKey, one), 'wrong_key');
      await refused(
        api.requireEpochRecord(record, (await api.newSigner()).publicKey, expected),
        'bad_signature',
      );
    },
  },
  {
    name: 'a roster hash is of all members and heads, in any order',
    holds: async (api) => {
      const members = ['ada', 'bo', 'cy'].map((userId, n) => ({
        userId,
        n,
        head: api.toBase64url(api.randomBytes(32)),
      }));
      const hash = await api.rosterHash(members);
      expect(await api.rosterHash(members.toReversed())).toBe(hash);
      const others = [
        members.slice(1),
        ...Object.keys(present(members[0])).map((name) => [
          changed(present(members[0]), name),
          ...members.slice(1),
        ]),
      ];
      for (const other of others) expect(await api.rosterHash(other)).not.toBe(hash);
      await refused(api.rosterHash([present(members[0]), present(members[0])]), 'malformed');
    },
  },
];
