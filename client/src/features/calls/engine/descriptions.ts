/** Which description of a connection it is: its session, and a number that grows (`o=`, RFC 8829 section 5.2.2). */
export interface Version {
  session: string;
  number: bigint;
}

/**
 * The version of a session description.
 *
 * @returns undefined where its origin line is missing or malformed
 */
export function versionOf(sdp: string): Version | undefined {
  const [, session, number] = /^o=\S+ (\d{1,40}) (\d{1,40}) /m.exec(sdp) ?? [];
  return session === undefined || number === undefined ? undefined : { session, number: BigInt(number) };
}

/** The description is newer than the one before, and no replay. That of another session counts as new. */
export const isNewer = (version: Version, before: Version | undefined): boolean =>
  before?.session !== version.session || version.number > before.number;

/** Both are the same description. */
export const isSame = (one: Version, two: Version | undefined): boolean =>
  one.session === two?.session && one.number === two.number;

/** The names of the generations of candidates that a description takes (`a=ice-ufrag`, RFC 8839 section 5.4). */
export const fragmentsOf = (sdp: string): ReadonlySet<string> =>
  new Set([...sdp.matchAll(/^a=ice-ufrag:(\S+)/gm)].map(([, fragment = '']) => fragment));
