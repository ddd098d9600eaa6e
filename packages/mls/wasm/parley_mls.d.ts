/* tslint:disable */
/* eslint-disable */

/**
 * What a commit would do, before it does it.
 */
export class CommitView {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Pairs of identity and signature key.
     */
    readonly added: Array<any>;
    /**
     * The leaf of the committer; nothing for somebody who joins from outside.
     */
    readonly by: number | undefined;
    /**
     * The epoch it leads to.
     */
    readonly epoch: number;
    /**
     * Whether this device is removed by it.
     */
    readonly evicts: boolean;
    /**
     * Whether it is this device's own pending commit.
     */
    readonly own: boolean;
    /**
     * Identity and signature key of the committer's new leaf: of who joins from outside, the only ones there are.
     */
    readonly path: Array<any> | undefined;
    readonly removed: Uint32Array;
}

/**
 * What a commit consists of for the others.
 */
export class Committed {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    readonly commit: Uint8Array;
    readonly groupInfo: Uint8Array;
    readonly welcome: Uint8Array | undefined;
}

/**
 * A device: its signature key, and the storage of all its groups.
 */
export class Device {
    free(): void;
    [Symbol.dispose](): void;
    createGroup(id: Uint8Array | number[]): Group;
    joinExternally(group_info: Uint8Array | number[]): Joined;
    keyPackage(last_resort: boolean): Uint8Array;
    loadGroup(id: Uint8Array | number[]): Group;
    constructor(identity: Uint8Array | number[]);
    /**
     * `state`: pairs of key and value, each with its length (32 bit, little endian) before it.
     */
    static restore(identity: Uint8Array | number[], public_key: Uint8Array | number[], state: Uint8Array | number[]): Device;
    stageWelcome(welcome: Uint8Array | number[]): StagedJoin;
    /**
     * What has changed in the storage since this was called last: 1 key value, or 0 key.
     */
    takeChanges(): Uint8Array;
    readonly publicKey: Uint8Array;
}

/**
 * One group of a device.
 */
export class Group {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    clearPending(device: Device): void;
    /**
     * Adds and removes in one commit, which becomes the pending one. `adds` are key packages in MLSMessages.
     */
    commit(device: Device, adds: Uint8Array[], removes: Uint32Array | number[], update: boolean): Committed;
    discard(): void;
    exportSecret(device: Device, label: string, context: Uint8Array | number[], length: number): Uint8Array;
    groupInfo(device: Device): Uint8Array;
    members(): Array<any>;
    mergePending(device: Device): void;
    /**
     * Takes the staged commit. A pending one of this device that lost against it is dropped.
     */
    merge(device: Device): void;
    /**
     * A secret of the epoch that the pending commit leads to: what has to be sealed before it is sent.
     */
    pendingSecret(device: Device, label: string, context: Uint8Array | number[], length: number): Uint8Array;
    /**
     * Deletes all of the group from the storage.
     */
    remove(device: Device): void;
    /**
     * Reads a commit and says what it would do. Nothing of the group changes.
     */
    stage(device: Device, commit: Uint8Array | number[]): CommitView;
    /**
     * A secret of the epoch that the staged commit leads to, to check what came with it before it counts.
     */
    stagedSecret(device: Device, label: string, context: Uint8Array | number[], length: number): Uint8Array;
    readonly active: boolean;
    readonly epochAuthenticator: Uint8Array;
    readonly epoch: number;
    readonly hasPending: boolean;
    readonly id: Uint8Array;
    readonly ownLeaf: number;
}

/**
 * A group that was joined from outside, with the commit that says so to the others.
 */
export class Joined {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    takeCommitted(): Committed | undefined;
    takeGroup(): Group | undefined;
}

/**
 * A welcome that has been opened, and not taken.
 */
export class StagedJoin {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    accept(device: Device): Group;
    members(): Array<any>;
    readonly epoch: number;
    readonly groupId: Uint8Array;
    readonly sender: number;
}

/**
 * Follows a group without any secret: what a server can check.
 */
export class Witness {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Checks a commit and the group info that comes with it, which must be that of the epoch the commit leads to, by
     * its context and by its confirmation tag. Only then the witness follows.
     */
    follow(commit: Uint8Array | number[], group_info: Uint8Array | number[]): CommitView;
    members(): Array<any>;
    /**
     * From the group info of the newest epoch.
     */
    constructor(group_info: Uint8Array | number[]);
    readonly epoch: number;
    readonly id: Uint8Array;
}

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_committed_free: (a: number, b: number) => void;
    readonly __wbg_commitview_free: (a: number, b: number) => void;
    readonly __wbg_device_free: (a: number, b: number) => void;
    readonly __wbg_group_free: (a: number, b: number) => void;
    readonly __wbg_joined_free: (a: number, b: number) => void;
    readonly __wbg_stagedjoin_free: (a: number, b: number) => void;
    readonly __wbg_witness_free: (a: number, b: number) => void;
    readonly committed_commit: (a: number) => [number, number];
    readonly committed_groupInfo: (a: number) => [number, number];
    readonly committed_welcome: (a: number) => [number, number];
    readonly commitview_added: (a: number) => any;
    readonly commitview_by: (a: number) => number;
    readonly commitview_epoch: (a: number) => number;
    readonly commitview_evicts: (a: number) => number;
    readonly commitview_own: (a: number) => number;
    readonly commitview_path: (a: number) => any;
    readonly commitview_removed: (a: number) => [number, number];
    readonly device_createGroup: (a: number, b: number, c: number) => [number, number, number];
    readonly device_joinExternally: (a: number, b: number, c: number) => [number, number, number];
    readonly device_keyPackage: (a: number, b: number) => [number, number, number, number];
    readonly device_loadGroup: (a: number, b: number, c: number) => [number, number, number];
    readonly device_new: (a: number, b: number) => [number, number, number];
    readonly device_publicKey: (a: number) => [number, number];
    readonly device_restore: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly device_stageWelcome: (a: number, b: number, c: number) => [number, number, number];
    readonly device_takeChanges: (a: number) => [number, number, number, number];
    readonly group_active: (a: number) => number;
    readonly group_clearPending: (a: number, b: number) => [number, number];
    readonly group_commit: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly group_discard: (a: number) => void;
    readonly group_epoch: (a: number) => number;
    readonly group_epochAuthenticator: (a: number) => [number, number];
    readonly group_exportSecret: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly group_groupInfo: (a: number, b: number) => [number, number, number, number];
    readonly group_hasPending: (a: number) => number;
    readonly group_id: (a: number) => [number, number];
    readonly group_members: (a: number) => any;
    readonly group_merge: (a: number, b: number) => [number, number];
    readonly group_mergePending: (a: number, b: number) => [number, number];
    readonly group_ownLeaf: (a: number) => number;
    readonly group_pendingSecret: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly group_remove: (a: number, b: number) => [number, number];
    readonly group_stage: (a: number, b: number, c: number, d: number) => [number, number, number];
    readonly group_stagedSecret: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly joined_takeCommitted: (a: number) => number;
    readonly joined_takeGroup: (a: number) => number;
    readonly stagedjoin_accept: (a: number, b: number) => [number, number, number];
    readonly stagedjoin_epoch: (a: number) => [number, number, number];
    readonly stagedjoin_groupId: (a: number) => [number, number, number, number];
    readonly stagedjoin_members: (a: number) => [number, number, number];
    readonly stagedjoin_sender: (a: number) => [number, number, number];
    readonly witness_epoch: (a: number) => number;
    readonly witness_follow: (a: number, b: number, c: number, d: number, e: number) => [number, number, number];
    readonly witness_id: (a: number) => [number, number];
    readonly witness_members: (a: number) => any;
    readonly witness_new: (a: number, b: number) => [number, number, number];
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __externref_drop_slice: (a: number, b: number) => void;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
