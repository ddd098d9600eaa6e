import { Aes128Gcm, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { describe, expect, it } from 'vitest';
import { bytesOf, randomBytes, type Bytes } from '../bytes.ts';
import { hpkeOpen, hpkeRecipient, hpkeSeal, hpkeSender, type Aead } from '../hpke.ts';
import { agreementKeysOf, newAgreementKeys } from '../x25519.ts';

const hex = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'hex'));

/** RFC 9180, appendix A.1.1: base mode with AES-128-GCM. */
const rfc = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  skE: hex('52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736'),
  enc: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
  pkR: hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  skR: hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
  plain: hex('4265617574792069732074727574682c20747275746820626561757479'),
  boxes: {
    0: 'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
    1: 'af2d7e9ac9ae7e270f46ba1f975be53c09f8d875bdc8535458c2494e8a6eab251c03d0c22a56b8ca42c2063b84',
    2: '498dfcabd92e8acedc281e85af1cb4e3e31c7dc394a1ca20e173cb72516491588d96a19ad4a683518973dcc180',
    4: '583bd32bc67a5994bb8ceaca813d369bca7b2a42408cddef5e22f880b631215a09fc0012bc69fccaa251c0246d',
    255: '7175db9717964058640a3a11fb9007941a5d1757fda1a6935c805c21af32505bf106deefec4a49ac38d71c9e0a',
    256: '957f9800542b0b8891badb026d79cc54597cb2d225b54c00c5238c25d05c30e3fbeda97d2e0e1aba483a2df9f2',
  },
  exports: {
    '': '3853fe2b4035195a573ffc53856e77058e15d9ea064de3e59f4961d0095250ee',
    '00': '2e8f0b54673c7029649d4eb9d5e33bf1872cf76d623ff164ac185da9e88c21a5',
    '54657374436f6e74657874': 'e9e43065102c3836401bed8c3c3c75ae46be1639869391d62c61f1ec7af54931',
  },
};

describe('HPKE (RFC 9180, base mode)', () => {
  it('gives the boxes and exports of the RFC', async () => {
    const ephemeral = await agreementKeysOf(rfc.skE);
    expect(ephemeral.publicKey).toEqual(rfc.enc);
    const sender = await hpkeSender(rfc.pkR, rfc.info, ephemeral, 'AES-128-GCM');
    const recipient = await hpkeRecipient(rfc.skR, rfc.enc, rfc.info, 'AES-128-GCM');
    for (const [sequence, box] of Object.entries(rfc.boxes)) {
      const bound = bytesOf(`Count-${sequence}`);
      expect(await sender.seal(Number(sequence), rfc.plain, bound)).toEqual(hex(box));
      expect(await recipient.open(Number(sequence), hex(box), bound)).toEqual(rfc.plain);
    }
    for (const [context, exported] of Object.entries(rfc.exports))
      for (const side of [sender, recipient])
        expect(await side.export(hex(context), 32)).toEqual(hex(exported));
    expect((await sender.export(hex(''), 100)).length).toBe(100);
  });

  const suites = [
    ['AES-128-GCM', new Aes128Gcm()],
    ['AES-256-GCM', new Aes256Gcm()],
  ] as const;
  it.each(suites)(
    'opens what another implementation seals, and the other way round, with %s',
    async (name: Aead, aead) => {
      const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead });
      for (let i = 0; i < 20; i += 1) {
        const keys = await newAgreementKeys();
        const [info, bound, plain] = [randomBytes(i), randomBytes(i * 3), randomBytes(i * 50)];
        const theirKey = await suite.kem.deserializePrivateKey(keys.privateKey);
        const theirPublicKey = await suite.kem.deserializePublicKey(keys.publicKey);

        const theirs = await suite.createSenderContext({ recipientPublicKey: theirPublicKey, info });
        const mine = await hpkeRecipient(keys.privateKey, new Uint8Array(theirs.enc), info, name);
        for (const sequence of [0, 1, 2])
          expect(await mine.open(sequence, new Uint8Array(await theirs.seal(plain, bound)), bound)).toEqual(
            plain,
          );
        expect(await mine.export(bound, 48)).toEqual(new Uint8Array(await theirs.export(bound, 48)));

        const ephemeral = await newAgreementKeys();
        const sender = await hpkeSender(keys.publicKey, info, ephemeral, name);
        const recipient = await suite.createRecipientContext({
          recipientKey: theirKey,
          enc: ephemeral.publicKey,
          info,
        });
        for (const sequence of [0, 1, 2])
          expect(
            new Uint8Array(await recipient.open(await sender.seal(sequence, plain, bound), bound)),
          ).toEqual(plain);
      }
    },
  );

  it('opens with the same key, info and bound bytes, and refuses anything else', async () => {
    const keys = await newAgreementKeys();
    const [info, plain, bound] = [bytesOf('info'), bytesOf('plain'), bytesOf('bound')];
    const { enc, box } = await hpkeSeal(keys.publicKey, info, plain, bound);
    expect(await hpkeOpen(keys.privateKey, { enc, box }, info, bound)).toEqual(plain);
    const other = (await newAgreementKeys()).privateKey;
    const wrong = { code: 'wrong_key' };
    await expect(hpkeOpen(other, { enc, box }, info, bound)).rejects.toMatchObject(wrong);
    await expect(hpkeOpen(keys.privateKey, { enc, box }, bound, bound)).rejects.toMatchObject(wrong);
    await expect(hpkeOpen(keys.privateKey, { enc, box }, info, info)).rejects.toMatchObject(wrong);
    await expect(hpkeOpen(keys.privateKey, { enc, box: box.slice(1) }, info, bound)).rejects.toMatchObject(
      wrong,
    );
    const weak = { enc: new Uint8Array(32), box };
    await expect(hpkeOpen(keys.privateKey, weak, info, bound)).rejects.toMatchObject({ code: 'weak_key' });
  });
});
