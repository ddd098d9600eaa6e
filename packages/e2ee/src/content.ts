import { bytesOf, textOf, type Bytes } from './bytes.js';
import { failure } from './failure.js';

/** A file as its message describes it; the server knows its id and its size. */
export interface SealedFile {
  fileId: string;
  /** Of this file alone, base64url. */
  key: string;
  name: string;
  type: string;
  bytes: number;
  width?: number;
  height?: number;
  blur?: string;
  /** A second sealed file. */
  thumbnail?: { fileId: string; key: string; bytes: number };
}

/** What the server sees beside a sealed message, because it delivers, counts and rings by it. All of it is signed. */
export interface ClearFields {
  mentionIds: string[];
  mentionsRoom: boolean;
  replyToId: string | null;
  /** Of files and thumbnails, in the order of the content. */
  fileIds: string[];
}

/** What the box of a message holds. */
export interface MessageContent {
  text: string;
  files: SealedFile[];
  mentionIds: string[];
  mentionsRoom: boolean;
  replyToId: string | null;
  /** Parts that features add; a program that does not know them leaves them out. */
  parts?: unknown;
}

/** @returns the fields that a message has in clear, of what its box holds */
export function clearFieldsOf({ mentionIds, mentionsRoom, replyToId, files }: MessageContent): ClearFields {
  const fileIds = files.flatMap(({ fileId, thumbnail }) =>
    thumbnail === undefined ? [fileId] : [fileId, thumbnail.fileId],
  );
  return { mentionIds, mentionsRoom, replyToId, fileIds };
}

/** @returns the content as bytes, without padding */
export function writeContent(content: MessageContent): Bytes {
  return bytesOf(JSON.stringify(content));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isAbsentOr = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value);

const isThumbnail = (value: unknown): boolean =>
  isRecord(value) && isText(value['fileId']) && isText(value['key']) && isSize(value['bytes']);

const isFile = (value: unknown): value is SealedFile =>
  isRecord(value) &&
  ['fileId', 'key', 'name', 'type'].every((name) => isText(value[name])) &&
  isSize(value['bytes']) &&
  isAbsentOr(value['width'], isSize) &&
  isAbsentOr(value['height'], isSize) &&
  isAbsentOr(value['blur'], isText) &&
  isAbsentOr(value['thumbnail'], isThumbnail);

const isContent = (value: Record<string, unknown>): boolean =>
  isText(value['text']) &&
  Array.isArray(value['files']) &&
  value['files'].every(isFile) &&
  Array.isArray(value['mentionIds']) &&
  value['mentionIds'].every(isText) &&
  typeof value['mentionsRoom'] === 'boolean' &&
  (value['replyToId'] === null || isText(value['replyToId']));

/** Reads what another device wrote. @throws E2eeError malformed */
export function readContent(bytes: Bytes): MessageContent {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    throw failure('malformed', 'content');
  }
  if (!isRecord(value) || !isContent(value)) throw failure('malformed', 'content');
  return value as unknown as MessageContent;
}
