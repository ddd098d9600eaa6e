/** An error of gathering candidates (`RTCPeerConnectionIceErrorEvent`). */
export interface IceFault {
  /** Of STUN (RFC 8489), or 701 where the server could not be reached. */
  code: number;
  text: string;
}

/** What became of one relay's address. */
export interface Attempt {
  url: string;
  /** Datagrams that came back; undefined where no connection opened. */
  opened?: { roundTrip: number; lost: number } | undefined;
  faults: IceFault[];
}

export type Verdict =
  /** Round trip in ms, and the share of datagrams that were lost in percent. */
  | { kind: 'works' | 'overTcp'; roundTrip: number; lost: number }
  | { kind: 'noRelay' | 'secret' | 'unknownName' | 'portClosed' | 'udpBlocked' };

const isTcp = ({ url }: Attempt): boolean => /transport=tcp/.test(url) || url.startsWith('turns:');

/** Chromium names a failed lookup in the text of a 701; other browsers leave it empty. */
const isUnknownName = ({ code, text }: IceFault): boolean => code === 701 && /lookup|resol/i.test(text);

/**
 * Names the cause, the first that explains all attempts.
 *
 * @param attempts one for each address of a relay; none where the server has no relay
 */
export function verdictOf(attempts: readonly Attempt[]): Verdict {
  const works = (kind: 'works' | 'overTcp', some: readonly Attempt[]): Verdict | undefined => {
    const opened = some.flatMap((attempt) => attempt.opened ?? []);
    const [best] = opened.toSorted((one, other) => one.roundTrip - other.roundTrip);
    return best && { kind, roundTrip: Math.round(best.roundTrip), lost: Math.round(best.lost * 100) };
  };
  const found =
    works(
      'works',
      attempts.filter((attempt) => !isTcp(attempt)),
    ) ?? works('overTcp', attempts.filter(isTcp));
  if (found) return found;
  if (attempts.length === 0) return { kind: 'noRelay' };
  const faults = attempts.flatMap((attempt) => attempt.faults);
  if (faults.some(({ code }) => code === 401 || code === 403)) return { kind: 'secret' };
  if (attempts.every((attempt) => attempt.faults.some(isUnknownName))) return { kind: 'unknownName' };
  // A datagram that is dropped on the way leaves no error; a closed TCP port does.
  return { kind: attempts.every(isTcp) ? 'portClosed' : 'udpBlocked' };
}
