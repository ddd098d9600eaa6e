import { limits } from '@parley/shared/limits';
import { useSyncExternalStore } from 'react';
import type { Attachment } from '../../../sync/outbox';
import { newId } from '../../../platform/newId';
import { announce } from '../../../ui/announce';
import { t } from '../text/first';

/** Files attached in the composer of each room, until they are sent; navigation loses none. */
const byRoom = new Map<string, Attachment[]>();
const listeners = new Set<() => void>();
const none: Attachment[] = [];

function set(roomId: string, files: Attachment[]): void {
  if (files.length === 0) byRoom.delete(roomId);
  else byRoom.set(roomId, files);
  for (const listener of listeners) listener();
}

/** A name for what has none: pasted pictures are all called "image.png". */
const nameOf = (file: File): string =>
  file.name === '' || file.name === 'image.png'
    ? t('files.pastedName', {
        // In local time, in digits that sort.
        time: new Date().toLocaleString('sv-SE').replaceAll(':', '.'),
      })
    : file.name;

/** Attaches files; those beyond the limit are dropped, with a notice. */
export function addFiles(roomId: string, files: Iterable<File>): void {
  const added = [...files].map((file) => ({
    clientId: newId(),
    name: nameOf(file),
    type: file.type,
    bytes: file.size,
    blob: file,
  }));
  const all = [...(byRoom.get(roomId) ?? []), ...added];
  set(roomId, all.slice(0, limits.filesPerMessage));
  if (all.length > limits.filesPerMessage) announce(t('files.tooMany', { most: limits.filesPerMessage }));
  else
    announce(
      added.length === 1
        ? t('files.oneAttached', { name: added[0]?.name ?? '' })
        : t('files.someAttached', { count: added.length }),
    );
}

/** Rooms with files in their composer. */
export const roomsWithFiles = (): string[] => [...byRoom.keys()];

export const removeFile = (roomId: string, clientId: string): void =>
  set(
    roomId,
    (byRoom.get(roomId) ?? []).filter((file) => file.clientId !== clientId),
  );

/** Attaches again what was taken and could not be sent. */
export const addBack = (roomId: string, files: Attachment[]): void =>
  set(roomId, [...files, ...(byRoom.get(roomId) ?? [])]);

/** Takes the files out of the composer, to send them. */
export function takeFiles(roomId: string): Attachment[] {
  const files = byRoom.get(roomId) ?? none;
  set(roomId, []);
  return files;
}

export const usePendingFiles = (roomId: string): Attachment[] =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => byRoom.get(roomId) ?? none,
  );
