import { base } from './base';

/** A person's picture; `at` is when it was set, so that a new one is not taken from a cache. */
export const pictureUrl = (userId: string, at: number): string =>
  `${base}/api/v1/files/people/${userId}?at=${at}`;
export const fileUrl = (fileId: string): string => `${base}/api/v1/files/${fileId}`;
export const thumbnailUrl = (fileId: string): string => `${fileUrl(fileId)}/thumbnail`;
