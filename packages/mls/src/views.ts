import type { CommitView } from '../wasm/parley_mls.js';

/** Bytes that WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Who somebody in a group says they are: to be compared with the chain of devices, since MLS itself believes it. */
export interface Leaf {
  identity: Bytes;
  /** Ed25519. */
  signatureKey: Bytes;
}

/** Somebody who is in. */
export interface Member extends Leaf {
  /** Their place in the tree: what a removal names. */
  leaf: number;
}

/** What a commit would do. Look at every leaf, then merge or discard. */
export interface StagedCommit {
  /** The leaf of the committer; null for somebody who joins from outside, and is then in `path`. */
  by: number | null;
  /** Whether it is this device's own, pending one. */
  isOwn: boolean;
  added: Leaf[];
  removed: number[];
  /** The committer's new leaf; null, where a commit only adds. */
  path: Leaf | null;
  /** Whether it removes this device. */
  evicts: boolean;
  /** The epoch it leads to. */
  epoch: number;
}

const bytesIn = (value: unknown): Bytes => {
  if (!(value instanceof Uint8Array)) throw new TypeError('bytes expected');
  return new Uint8Array(value);
};

const leafIn = (value: unknown): Leaf => {
  const [identity, signatureKey] = value as unknown[];
  return { identity: bytesIn(identity), signatureKey: bytesIn(signatureKey) };
};

/** @returns what the module lists as members */
export function membersIn(list: readonly unknown[]): Member[] {
  return list.map((value) => {
    const [leaf, ...rest] = value as unknown[];
    return { leaf: Number(leaf), ...leafIn(rest) };
  });
}

/** @returns the view of a commit, and frees the one of the module */
export function commitIn(view: CommitView): StagedCommit {
  try {
    return {
      by: view.by ?? null,
      isOwn: view.own,
      added: view.added.map(leafIn),
      removed: [...view.removed],
      path: view.path === undefined ? null : leafIn(view.path),
      evicts: view.evicts,
      epoch: view.epoch,
    };
  } finally {
    view.free();
  }
}

/** A change of a device's storage. Keys and values are bytes that only the module reads. */
export interface StorageChanges {
  set: [key: Bytes, value: Bytes][];
  delete: Bytes[];
}

/** Reads what the module writes: 1 key value, or 0 key, each with its length before it. */
export function changesIn(bytes: Uint8Array): StorageChanges {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const changes: StorageChanges = { set: [], delete: [] };
  let at = 0;
  const next = (): Bytes => {
    const length = view.getUint32(at, true);
    at += 4 + length;
    return new Uint8Array(bytes.subarray(at - length, at));
  };
  while (at < bytes.length) {
    const isSet = view.getUint8(at) === 1;
    at += 1;
    const key = next();
    if (isSet) changes.set.push([key, next()]);
    else changes.delete.push(key);
  }
  return changes;
}

/** Writes a whole storage as the module reads it. */
export function stateOf(entries: Iterable<readonly [Uint8Array, Uint8Array]>): Bytes {
  const parts: Uint8Array[] = [];
  for (const part of [...entries].flat()) {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, part.length, true);
    parts.push(length, part);
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
