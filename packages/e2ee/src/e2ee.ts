export { concat, fromBase64url, isEqual, randomBytes, toBase64url, type Bytes } from './bytes.js';
export {
  accountKeyOf,
  activeDevices,
  extendChain,
  requirePin,
  verifyChain,
  type AccountKey,
  type ChainDevice,
  type ChainState,
  type Pin,
} from './chain.js';
export { clearFieldsOf, type ClearFields, type MessageContent, type SealedFile } from './content.js';
export { hashOfEntry, signEntry, type DeviceEntry, type EntryKind } from './deviceEntry.js';
export { newDeviceKeys, newSigner, signerOfDevice, signerOfSeed, type Signer } from './ed25519.js';
export {
  commitmentOf,
  EPOCH_LABEL,
  linkTo,
  openLink,
  openSeal,
  requireEpochKey,
  sealEpochKey,
  walkBack,
  type Archive,
  type EpochPlace,
  type Recipient,
  type Seal,
  type Seals,
  type Walked,
} from './epochs.js';
export { E2eeError, type FailureCode } from './failure.js';
export {
  openMessage,
  openReported,
  requireSignedMessage,
  sealMessage,
  type Author,
  type MessagePlace,
  type OpenedMessage,
  type SealedMessage,
} from './message.js';
export { openReaction, REACTION_PREFIX, sealReaction, type ReactionPlace } from './reaction.js';
export {
  requireEpochRecord,
  signEpochRecord,
  type EpochRecord,
  type NewEpoch,
  type RecordExpected,
} from './record.js';
export { newRecoveryKey, parseRecoveryKey, writeRecoveryKey, type ParsedRecoveryKey } from './recoveryKey.js';
export { rosterHash, type RosterMember } from './roster.js';
export { missingAlgorithms, type Needed } from './support.js';
export { safetyNumber, type SafetyNumber } from './safetyNumber.js';
export { newVaultRoot, openVault, renewVault, sealVault, wayOf } from './vault.js';
export type { OpenVault, Vault, VaultSecret, VaultWrap } from './vault.js';
export type { VaultContent, Way } from './vaultContent.js';
export { agreementKeysOf, newAgreementKeys, type AgreementKeys } from './x25519.js';
