import init, { Device, Witness } from '../wasm/parley_mls.js';
import { calling, MlsError } from './errors.js';
import { messagesOf, MlsGroup, StagedWelcome, type CommitMessages } from './group.js';
import {
  changesIn,
  commitIn,
  membersIn,
  stateOf,
  type Bytes,
  type Member,
  type StagedCommit,
  type StorageChanges,
} from './views.js';

export { MlsError, type MlsCode } from './errors.js';
export { MlsGroup, StagedWelcome, type CommitMessages, type GroupChange } from './group.js';
export type { Bytes, Leaf, Member, StagedCommit, StorageChanges } from './views.js';

let loading: Promise<unknown> | undefined;

/**
 * Loads the module, once; 0.5 MB compressed. In a page it needs `'wasm-unsafe-eval'` in the policy.
 * @param wasm `wasm/parley_mls_bg.wasm`: its bytes, or the answer of a fetch
 */
export async function loadMls(wasm: BufferSource | Response | Promise<Response>): Promise<void> {
  loading ??= init({ module_or_path: wasm });
  await loading;
}

/** What identifies a device, and how it is stored. */
export interface StoredDevice {
  identity: Uint8Array;
  /** Ed25519. */
  publicKey: Uint8Array;
  /** All that `takeChanges` has ever set and not deleted. */
  entries: Iterable<readonly [Uint8Array, Uint8Array]>;
}

/** A device: its signing key for groups, and what it stores of them. Call `loadMls` before. */
export class MlsDevice {
  private constructor(private readonly device: Device) {}

  /** A new device. @param identity what others see as its name: person and device */
  static create(identity: Uint8Array): MlsDevice {
    return new MlsDevice(calling(() => new Device(identity)));
  }

  /** @throws MlsError malformed or no_signer */
  static restore({ identity, publicKey, entries }: StoredDevice): MlsDevice {
    return new MlsDevice(calling(() => Device.restore(identity, publicKey, stateOf(entries))));
  }

  /** Ed25519. */
  get publicKey(): Bytes {
    return new Uint8Array(this.device.publicKey);
  }

  /** What has changed since this was called last. **Store it before anything is sent that it belongs to**: a commit, a key package. */
  takeChanges(): StorageChanges {
    return changesIn(calling(() => this.device.takeChanges()));
  }

  /**
   * By which others add this device. Each is used once, but for one of last resort.
   * @returns an MLSMessage; it is valid for 84 days
   */
  keyPackage({ isLastResort = false } = {}): Bytes {
    return new Uint8Array(calling(() => this.device.keyPackage(isLastResort)));
  }

  /** @throws MlsError group_exists or invalid */
  createGroup(id: Uint8Array): MlsGroup {
    return this.groupOf(() => this.device.createGroup(id));
  }

  /** @throws MlsError no_group */
  loadGroup(id: Uint8Array): MlsGroup {
    return this.groupOf(() => this.device.loadGroup(id));
  }

  /** Opens a welcome. @throws MlsError no_key_package, if it is for another device or the key package was used; not_a_welcome, malformed or invalid */
  stageWelcome(welcome: Uint8Array): StagedWelcome {
    return new StagedWelcome(
      this.device,
      calling(() => this.device.stageWelcome(welcome)),
    );
  }

  /**
   * Joins by itself. The group is in the new epoch already: `delete` it if the server does not take the commit.
   * @throws MlsError not_a_group_info, malformed or invalid
   */
  joinExternally(groupInfo: Uint8Array): { group: MlsGroup; messages: CommitMessages } {
    const joined = calling(() => this.device.joinExternally(groupInfo));
    const [group, committed] = [joined.takeGroup(), joined.takeCommitted()];
    joined.free();
    if (group === undefined || committed === undefined) throw new MlsError('invalid');
    return { group: new MlsGroup(this.device, group), messages: messagesOf(committed) };
  }

  private groupOf(make: () => ConstructorParameters<typeof MlsGroup>[1]): MlsGroup {
    return new MlsGroup(this.device, calling(make));
  }
}

/** Follows a group without any secret: what a server can check of each commit. */
export class MlsWitness {
  private readonly witness: Witness;

  /** @param groupInfo of the newest epoch @throws MlsError not_a_group_info, no_tree, malformed or invalid */
  constructor(groupInfo: Uint8Array) {
    this.witness = calling(() => new Witness(groupInfo));
  }

  get id(): Bytes {
    return new Uint8Array(this.witness.id);
  }

  get epoch(): number {
    return this.witness.epoch;
  }

  get members(): Member[] {
    return membersIn(this.witness.members());
  }

  /**
   * Checks a commit and its group info; only if both are right the witness follows. It cannot check what only members can: the encrypted path, the membership tag, the confirmation tag's own value.
   * @returns what the commit did
   * @throws MlsError wrong_epoch, wrong_group, wrong_group_info, no_path, unsupported, not_a_commit, malformed or invalid
   */
  follow(commit: Uint8Array, groupInfo: Uint8Array): StagedCommit {
    return commitIn(calling(() => this.witness.follow(commit, groupInfo)));
  }

  /** Frees its memory. It is of no use after. */
  close(): void {
    this.witness.free();
  }
}
