import { z } from 'zod';
import { messageOf } from './faults.js';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { signedIn } from './sessions.js';

/** A code of an authenticator app (RFC 6238). Spaces that people type are accepted. */
export const totpCode = z
  .string()
  .max(20)
  .transform((code) => code.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, messageOf('totpCode')));

/** A recovery code, in any case, with or without its hyphens. */
export const recoveryCode = z
  .string()
  .max(40)
  .transform((code) => code.replace(/[\s-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[a-z2-7]{16}$/, messageOf('recoveryCode')));

/** A factor of a person: their authenticator app, of which there is one, or a passkey by its id. */
export const factorId = z.union([z.literal('totp'), objectId]);

const text = (most: number) => z.string().min(1, messageOf('empty')).max(most);

/** What authenticators add without being required to; read by the browser's library, and not by us. */
const extensions = z.strictObject({
  credProps: z.strictObject({ rk: z.boolean().optional() }).optional(),
});
const attachment = z.enum(['platform', 'cross-platform']).optional();

/** Of both answers of a browser (WebAuthn 3, PublicKeyCredentialJSON). */
const publicKeyCredential = {
  id: text(limits.passkeyId),
  rawId: text(limits.passkeyId),
  type: z.literal('public-key'),
  authenticatorAttachment: attachment,
  clientExtensionResults: extensions,
};

/** What a browser answers when a passkey is created (WebAuthn 3, RegistrationResponseJSON). */
export const createdPasskey = z.strictObject({
  ...publicKeyCredential,
  response: z.strictObject({
    clientDataJSON: text(limits.passkeyBytes),
    attestationObject: text(limits.passkeyBytes),
    authenticatorData: text(limits.passkeyBytes).optional(),
    transports: z.array(z.string().max(20)).max(10).optional(),
    publicKeyAlgorithm: z.number().int().optional(),
    publicKey: text(limits.passkeyBytes).optional(),
  }),
});

/** What a browser answers when a passkey is used (WebAuthn 3, AuthenticationResponseJSON). */
export const usedPasskey = z.strictObject({
  ...publicKeyCredential,
  response: z.strictObject({
    clientDataJSON: text(limits.passkeyBytes),
    authenticatorData: text(limits.passkeyBytes),
    signature: text(limits.passkeyBytes),
    userHandle: z.string().max(200).optional(),
  }),
});
export type UsedPasskey = z.infer<typeof usedPasskey>;
export type CreatedPasskey = z.infer<typeof createdPasskey>;

const descriptor = z.strictObject({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()).optional(),
});

/** What a browser needs to use a passkey. */
export const usePasskeyOptions = z
  .strictObject({
    challenge: z.string(),
    rpId: z.string(),
    timeout: z.number().int(),
    userVerification: z.enum(['required', 'preferred', 'discouraged']),
    /** Empty for any passkey of this site that the authenticator has. */
    allowCredentials: z.array(descriptor),
  })
  .meta({ id: 'UsePasskeyOptions' });

/** What a browser needs to create a passkey. */
export const createPasskeyOptions = z
  .strictObject({
    challenge: z.string(),
    rp: z.strictObject({ id: z.string(), name: z.string() }),
    user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.strictObject({ alg: z.number().int(), type: z.literal('public-key') })),
    timeout: z.number().int(),
    attestation: z.literal('none'),
    excludeCredentials: z.array(descriptor),
    authenticatorSelection: z.strictObject({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
  })
  .meta({ id: 'CreatePasskeyOptions' });
export type UsePasskeyOptions = z.infer<typeof usePasskeyOptions>;
export type CreatePasskeyOptions = z.infer<typeof createPasskeyOptions>;

/** A ticket of the first step. */
export const ticket = text(1000);
export const ticketInput = z.strictObject({ ticket });

/** The second step: one of the three. */
export const secondStepInput = z.union([
  z.strictObject({ ticket, code: totpCode }),
  z.strictObject({ ticket, recoveryCode }),
  z.strictObject({ ticket, passkey: usedPasskey }),
]);
export type SecondStepInput = z.infer<typeof secondStepInput>;

export const passkeyInput = z.strictObject({ passkey: usedPasskey });
export const confirmTotpInput = z.strictObject({ code: totpCode });
export const passkeyName = z.string().trim().min(1, messageOf('empty')).max(limits.tokenName);
export const namePasskeyInput = z.strictObject({ name: passkeyName });
export const addPasskeyInput = z.strictObject({ name: passkeyName, passkey: createdPasskey });

/** The key of an authenticator app, shown while it is set up. */
export const totpSetup = z
  .strictObject({
    /** In base32, for typing. */
    secret: z.string(),
    /** The same with names, for a QR code. */
    uri: z.string(),
  })
  .meta({ id: 'TotpSetup' });
export type TotpSetup = z.infer<typeof totpSetup>;

export const passkeyView = z
  .strictObject({
    passkeyId: objectId,
    name: z.string(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Passkey' });
export type PasskeyView = z.infer<typeof passkeyView>;

/** One's second factors. */
export const factorsView = z
  .strictObject({
    totp: z.strictObject({ createdAt: z.iso.datetime() }).nullable(),
    passkeys: z.array(passkeyView),
    /** How many recovery codes are unused. */
    recoveryCodes: z.number().int(),
    /** By when the role demands a factor, where there is none yet. */
    requiredBy: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Factors' });
export type FactorsView = z.infer<typeof factorsView>;

/** Recovery codes. No other response contains them. */
export const recoveryCodesView = z
  .strictObject({ recoveryCodes: z.array(z.string()) })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodesView = z.infer<typeof recoveryCodesView>;

/** A sign-in by which the first factor was set up: the session, and the recovery codes. */
export const enrolled = z
  .strictObject({ signedIn, recoveryCodes: z.array(z.string()) })
  .meta({ id: 'Enrolled' });
export const enrolTotpInput = z.strictObject({ ticket, code: totpCode });
export const enrolPasskeyInput = z.strictObject({ ticket, name: passkeyName, passkey: createdPasskey });
