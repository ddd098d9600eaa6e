import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadMls, MlsDevice, MlsError, type MlsCode, type MlsGroup } from '../mls.ts';

/** Loads the module that is checked in. */
export async function load(): Promise<void> {
  await loadMls(readFileSync(join(import.meta.dirname, '../../wasm/parley_mls_bg.wasm')));
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (from: Uint8Array): string => new TextDecoder().decode(from);
export const hex = (from: Uint8Array): string => Buffer.from(from).toString('hex');
export const secretOf = (group: MlsGroup): string =>
  hex(group.exportSecret('parley epoch', new Uint8Array(), 32));

/** @returns the code of the refusal; `accepted` without one */
export function codeOf(call: () => unknown): MlsCode | 'accepted' {
  try {
    call();
    return 'accepted';
  } catch (error) {
    if (error instanceof MlsError) return error.code;
    throw error;
  }
}

/** A browser: a device whose storage outlives it. */
export class Browser {
  device: MlsDevice;
  readonly disk = new Map<string, [Uint8Array, Uint8Array]>();
  private group_: MlsGroup | undefined;

  constructor(readonly name: string) {
    this.device = MlsDevice.create(bytes(name));
    this.store();
  }

  get group(): MlsGroup {
    if (this.group_ === undefined) throw new Error(`${this.name} is in no group`);
    return this.group_;
  }

  set group(group: MlsGroup) {
    this.group_ = group;
    this.store();
  }

  /** Stores what has changed. */
  store(): number {
    const changes = this.device.takeChanges();
    for (const [key, value] of changes.set) this.disk.set(hex(key), [key, value]);
    for (const key of changes.delete) this.disk.delete(hex(key));
    return changes.set.length + changes.delete.length;
  }

  /** Ends it, and starts it again with what it has stored. */
  restart(id = bytes('room')): void {
    const { publicKey } = this.device;
    this.device = MlsDevice.restore({ identity: bytes(this.name), publicKey, entries: this.disk.values() });
    this.group_ = this.device.loadGroup(id);
  }

  /** Takes a commit as everybody must: stage, look, merge. */
  take(commit: Uint8Array): void {
    this.group.stage(commit);
    this.group.merge();
    this.store();
  }
}

/** A room with everybody in one epoch. */
export function room(...names: string[]) {
  const [first, ...others] = names.map((name) => new Browser(name));
  if (first === undefined) throw new Error('nobody');
  first.group = first.device.createGroup(bytes('room'));
  const start = first.group.groupInfo();
  const messages = first.group.commit({ add: others.map(({ device }) => device.keyPackage()) });
  first.group.mergePending();
  first.store();
  for (const other of others) {
    other.group = other.device.stageWelcome(messages.welcome ?? new Uint8Array()).accept();
  }
  return { all: [first, ...others], start, messages };
}
