import type { Committed, Device, Group, StagedJoin } from '../wasm/parley_mls.js';
import { calling } from './errors.js';
import { commitIn, membersIn, type Bytes, type Member, type StagedCommit } from './views.js';

/** What is sent when a group changes. */
export interface CommitMessages {
  /** For all members. */
  commit: Bytes;
  /** For those who were added, one for all; null where nobody was. */
  welcome: Bytes | null;
  /** Of the new epoch: for the witness, and for devices that join by themselves. */
  groupInfo: Bytes;
}

const copy = (bytes: Uint8Array): Bytes => new Uint8Array(bytes);

/** @returns what a commit consists of, and frees the object of the module */
export function messagesOf(committed: Committed): CommitMessages {
  const { commit, welcome, groupInfo } = committed;
  committed.free();
  return {
    commit: copy(commit),
    welcome: welcome === undefined ? null : copy(welcome),
    groupInfo: copy(groupInfo),
  };
}

/** A change of who is in. */
export interface GroupChange {
  /** Key packages, as devices made them. */
  add?: readonly Uint8Array[];
  /** Leaves. A device that comes back is removed and added in one commit. */
  remove?: readonly number[];
}

/** One group of a device. Every commit, also one's own, is stored before it is sent and merged once the server has taken it. */
export class MlsGroup {
  constructor(
    private readonly device: Device,
    private readonly group: Group,
  ) {}

  get id(): Bytes {
    return copy(this.group.id);
  }

  get epoch(): number {
    return this.group.epoch;
  }

  /** False once this device was removed. */
  get isActive(): boolean {
    return this.group.active;
  }

  get ownLeaf(): number {
    return this.group.ownLeaf;
  }

  get members(): Member[] {
    return membersIn(this.group.members());
  }

  /** Equal with all members of an epoch, and of no other epoch. */
  get epochAuthenticator(): Bytes {
    return copy(this.group.epochAuthenticator);
  }

  /** Whether a commit of this device waits for its answer. */
  get hasPending(): boolean {
    return this.group.hasPending;
  }

  /**
   * Makes a commit, always with a path: so it heals what was stolen before. It is pending: store the device's changes, send, then `mergePending`, or `stage` and `merge` the one that was faster.
   * @throws MlsError pending_commit, already_member, not_a_key_package or invalid
   */
  commit({ add = [], remove = [] }: GroupChange = {}): CommitMessages {
    return messagesOf(
      calling(() => this.group.commit(this.device, [...add], Uint32Array.from(remove), true)),
    );
  }

  /** A secret of the epoch that the pending commit leads to. @throws MlsError nothing_pending */
  pendingSecret(label: string, context: Uint8Array, length: number): Bytes {
    return copy(calling(() => this.group.pendingSecret(this.device, label, context, length)));
  }

  /** Takes the pending commit, once the server has. @throws MlsError nothing_pending */
  mergePending(): void {
    calling(() => this.group.mergePending(this.device));
  }

  /** Drops the pending commit, where the server refused it. */
  clearPending(): void {
    calling(() => this.group.clearPending(this.device));
  }

  /**
   * Reads a commit and says what it would do; the group stays as it was.
   * @throws MlsError wrong_epoch for a repeat or one that came too late, own_commit_lost, evicted, wrong_group, not_a_commit, no_path, unsupported, malformed or invalid
   */
  stage(commit: Uint8Array): StagedCommit {
    return commitIn(calling(() => this.group.stage(this.device, commit)));
  }

  /** A secret of the epoch that the staged commit leads to. @throws MlsError nothing_staged; evicted, if it removes this device */
  stagedSecret(label: string, context: Uint8Array, length: number): Bytes {
    return copy(calling(() => this.group.stagedSecret(this.device, label, context, length)));
  }

  /** Takes the staged commit, and drops a pending one that it was faster than. @throws MlsError nothing_staged */
  merge(): void {
    calling(() => this.group.merge(this.device));
  }

  /** Forgets the staged commit. */
  discard(): void {
    this.group.discard();
  }

  /** The exporter (RFC 9420, 8.5). @throws MlsError evicted */
  exportSecret(label: string, context: Uint8Array, length: number): Bytes {
    return copy(calling(() => this.group.exportSecret(this.device, label, context, length)));
  }

  /** By which others join by themselves. **Anybody who has it can try**, so stage and look. */
  groupInfo(): Bytes {
    return copy(calling(() => this.group.groupInfo(this.device)));
  }

  /** Deletes the group from the storage of the device. */
  delete(): void {
    calling(() => this.group.remove(this.device));
    this.group.free();
  }
}

/** A welcome that was opened: look at every member, then accept it or leave it. */
export class StagedWelcome {
  constructor(
    private readonly device: Device,
    private readonly staged: StagedJoin,
  ) {}

  get groupId(): Bytes {
    return copy(calling(() => this.staged.groupId));
  }

  get epoch(): number {
    return calling(() => this.staged.epoch);
  }

  /** The leaf of who wrote it. */
  get sender(): number {
    return calling(() => this.staged.sender);
  }

  get members(): Member[] {
    return membersIn(calling((): unknown[] => this.staged.members()));
  }

  /** @throws MlsError nothing_staged, if it was accepted already */
  accept(): MlsGroup {
    return new MlsGroup(
      this.device,
      calling(() => this.staged.accept(this.device)),
    );
  }
}
