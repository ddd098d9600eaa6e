import { expect } from 'vitest';
import { altered, refused, type Api, type Law } from './law.ts';

const content = {
  text: 'Lunch at twelve? 🥗',
  files: [
    {
      fileId: 'f1',
      key: 'k',
      name: 'menu.pdf',
      type: 'application/pdf',
      bytes: 5,
      thumbnail: { fileId: 'f2', key: 'q', bytes: 2 },
    },
  ],
  mentionIds: ['bo', 'cy'],
  mentionsRoom: false,
  replyToId: 'm0',
};
const place = { roomId: 'r1', authorId: 'ada', clientId: 'c1', version: 0 };
const roster = 'A'.repeat(43);

/** A message that has been sealed, with all that opens it. */
export async function sealedMessage(api: Api) {
  const epoch = { generation: 1, epoch: 7, key: api.randomBytes(32) };
  const signer = await api.newSigner();
  const sealed = await api.sealMessage(content, place, epoch, { deviceId: 'd1', signer, roster });
  const clear = api.clearFieldsOf(content);
  return { epoch, signer, sealed, clear, keys: { epochKey: epoch.key, deviceKey: signer.publicKey } };
}

const changed = <T extends object>(object: T, name: string): T => ({
  ...object,
  [name]: altered(object[name as keyof T]),
});

/** What must hold of messages and reactions. */
export const messageLaws: Law[] = [
  {
    name: 'a message opens, any number of times, and its text is nowhere in it',
    holds: async (api) => {
      const { sealed, clear, keys } = await sealedMessage(api);
      for (let i = 0; i < 2; i += 1) {
        const opened = await api.openMessage(sealed, place, clear, keys);
        expect(opened.content).toEqual(content);
        expect(Object.values(opened.agrees)).toEqual([true, true, true, true]);
      }
      expect(clear.fileIds).toEqual(['f1', 'f2']);
      const box = Buffer.from(sealed.box, 'base64url');
      for (const word of ['Lunch', 'menu', 'pdf']) expect(box.includes(word)).toBe(false);
    },
  },
  {
    name: 'each changed field of a sealed message is refused',
    holds: async (api) => {
      const { sealed, clear, keys } = await sealedMessage(api);
      for (const name of Object.keys(sealed))
        await refused(
          api.openMessage(changed(sealed, name), place, clear, keys),
          ...(['wrong_key', 'bad_signature', 'malformed'] as const),
        );
    },
  },
  {
    name: 'a message that is moved to another room, author, clientId or version does not open',
    holds: async (api) => {
      const { sealed, clear, keys } = await sealedMessage(api);
      for (const name of Object.keys(place))
        await refused(api.openMessage(sealed, changed(place, name), clear, keys), 'wrong_key');
    },
  },
  {
    name: 'each changed field in clear is seen, and the message stays readable',
    holds: async (api) => {
      const { sealed, clear, keys, signer } = await sealedMessage(api);
      for (const name of Object.keys(clear) as (keyof typeof clear)[]) {
        const other = changed(clear, name);
        await refused(api.requireSignedMessage(sealed, place, other, signer.publicKey), 'bad_signature');
        const { agrees, content: shown } = await api.openMessage(sealed, place, other, keys);
        expect(shown).toEqual(content);
        expect(Object.entries(agrees).filter(([, is]) => !is)).toEqual([[name, false]]);
      }
      await api.requireSignedMessage(sealed, place, clear, signer.publicKey);
    },
  },
  {
    name: 'somebody of the room cannot write in the name of another',
    holds: async (api) => {
      const { sealed, clear, keys, epoch } = await sealedMessage(api);
      const eve = await api.newSigner();
      const forged = await api.sealMessage(content, place, epoch, { deviceId: 'd1', signer: eve, roster });
      await refused(api.openMessage(forged, place, clear, keys), 'bad_signature');
      const deviceKey = eve.publicKey;
      await refused(api.openMessage(sealed, place, clear, { ...keys, deviceKey }), 'bad_signature');
      const swapped = { ...sealed, box: forged.box };
      await refused(api.openMessage(swapped, place, clear, keys), 'wrong_key');
    },
  },
  {
    name: 'somebody of the room cannot put another box under the signature of another, with the same salt',
    holds: async (api) => {
      const random = crypto.getRandomValues.bind(crypto);
      // With the epoch key one can take the salt of a message, and so encrypt by its key.
      crypto.getRandomValues = (array) => array;
      try {
        const { sealed, clear, keys, epoch } = await sealedMessage(api);
        const other = { ...content, text: 'Dinner at eight?' };
        const eve = { deviceId: 'd1', signer: await api.newSigner(), roster };
        const { box, salt } = await api.sealMessage(other, place, epoch, eve);
        expect(salt).toBe(sealed.salt);
        const forged = { ...sealed, box };
        await refused(api.openMessage(forged, place, clear, keys), 'bad_signature');
      } finally {
        crypto.getRandomValues = random;
      }
    },
  },
  {
    name: 'another epoch key opens nothing',
    holds: async (api) => {
      const { sealed, clear, keys } = await sealedMessage(api);
      const epochKey = api.randomBytes(32);
      await refused(api.openMessage(sealed, place, clear, { ...keys, epochKey }), 'wrong_key');
    },
  },
  {
    name: 'a box is committed to its key: with another commitment it does not open, though the author signed it',
    holds: async (api) => {
      const { sealed, clear, keys, signer } = await sealedMessage(api);
      const own = await api.sealMessage(
        content,
        place,
        { generation: 1, epoch: 7, key: keys.epochKey },
        {
          deviceId: 'd1',
          roster,
          // The author signs what has been bent: the signature then fits, and only the commitment does not.
          signer: { publicKey: signer.publicKey, sign: (bytes) => signer.sign(bytes) },
        },
      );
      const bent = { ...own, commitment: sealed.commitment };
      await refused(api.openMessage(bent, place, clear, keys), 'wrong_key');
    },
  },
  {
    name: 'two sealings of one message share no key: salt, box and commitment are others',
    holds: async (api) => {
      const { sealed, epoch, signer } = await sealedMessage(api);
      const again = await api.sealMessage(content, place, epoch, { deviceId: 'd1', signer, roster });
      for (const name of ['salt', 'box', 'commitment'] as const) expect(again[name]).not.toBe(sealed[name]);
    },
  },
  {
    name: 'a report opens one version of one message, and a forged one nothing',
    holds: async (api) => {
      const { sealed, clear, keys, epoch, signer } = await sealedMessage(api);
      const { messageKey } = await api.openMessage(sealed, place, clear, keys);
      const deviceKey = signer.publicKey;
      const report = await api.openReported(sealed, place, clear, { messageKey, deviceKey });
      expect(report.content).toEqual(content);
      await refused(
        api.openReported(sealed, place, clear, { messageKey: epoch.key, deviceKey }),
        'wrong_key',
      );
      const edit = { ...place, version: 1 };
      const edited = await api.sealMessage(content, edit, epoch, { deviceId: 'd1', signer, roster });
      await refused(api.openReported(edited, edit, clear, { messageKey, deviceKey }), 'wrong_key');
    },
  },
  {
    name: 'texts up to 60 bytes longer have boxes of equal length',
    holds: async (api) => {
      const { epoch, signer } = await sealedMessage(api);
      const length = async (text: string) =>
        (await api.sealMessage({ ...content, text }, place, epoch, { deviceId: 'd1', signer, roster })).box
          .length;
      const lengths = await Promise.all(Array.from({ length: 200 }, (_, i) => length('x'.repeat(i))));
      expect(new Set(lengths).size).toBeLessThanOrEqual(5);
    },
  },
  {
    name: 'reactions add up in one message, and tell nothing across messages',
    holds: async (api) => {
      const key = api.randomBytes(32);
      const at = { roomId: 'r1', generation: 1, epoch: 7, authorId: 'ada', clientId: 'c1' };
      const heart = await api.sealReaction(key, at, '❤️');
      expect(await api.sealReaction(key, at, '❤️')).toBe(heart);
      expect(heart.length).toBeLessThanOrEqual(96);
      const thumb = await api.sealReaction(key, at, '👍');
      expect(thumb).toHaveLength(heart.length);
      // Under one key, so never under one nonce.
      expect(thumb.slice(0, 19)).not.toBe(heart.slice(0, 19));
      expect(await api.sealReaction(key, { ...at, clientId: 'c2' }, '❤️')).not.toBe(heart);
      for (const emoji of ['❤️', '🧑🏻‍❤️‍💋‍🧑🏼', 'x'.repeat(40)])
        expect(await api.openReaction(key, at, await api.sealReaction(key, at, emoji))).toBe(emoji);
      for (const name of Object.keys(at))
        await refused(api.openReaction(key, changed(at, name), heart), 'wrong_key');
      await refused(api.openReaction(api.randomBytes(32), at, heart), 'wrong_key');
      for (const i of [3, 30, 90]) {
        const bent = heart.slice(0, i) + String(altered(heart.slice(i)));
        await refused(api.openReaction(key, at, bent), 'wrong_key', 'malformed');
      }
      await refused(api.sealReaction(key, at, 'x'.repeat(41)), 'malformed');
    },
  },
];
