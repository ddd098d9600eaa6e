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
  /** The browser gave up by itself, without an address of the relay: it was answered, or refused. Else nothing came back. */
  ended: boolean;
}

export type Verdict =
  /** Round trip in ms, and the share of datagrams that were lost in percent. */
  | { kind: 'works' | 'overTcp' | 'poor'; roundTrip: number; lost: number }
  | { kind: 'noRelay' | 'secret' | 'unknownName' | 'portClosed' | 'udpBlocked' | 'dropped' };

/** From here on a call stutters: Opus conceals some lost packets, and people begin to talk over each other (ITU-T G.114). */
const POOR = { lost: 0.1, roundTrip: 600 };

const isTcp = ({ url }: Attempt): boolean => /transport=tcp/.test(url) || url.startsWith('turns:');

/** Chromium names a failed lookup in the text of a 701; other browsers leave it empty. */
const isUnknownName = ({ code, text }: IceFault): boolean => code === 701 && /lookup|resol/i.test(text);
const isRefused = ({ code }: IceFault): boolean => code === 401 || code === 403;

/** The best connection that opened, if any did. */
function openedOf(attempts: readonly Attempt[]): Verdict | undefined {
  const over = (some: readonly Attempt[]) =>
    some
      .flatMap(({ opened }) => opened ?? [])
      .toSorted((one, other) => one.roundTrip - other.roundTrip)
      .at(0);
  const udp = over(attempts.filter((attempt) => !isTcp(attempt)));
  const best = udp ?? over(attempts);
  if (!best) return undefined;
  const isPoor = best.lost >= POOR.lost || best.roundTrip >= POOR.roundTrip;
  const kind = isPoor ? 'poor' : udp ? 'works' : 'overTcp';
  return { kind, roundTrip: Math.round(best.roundTrip), lost: Math.round(best.lost * 100) };
}

/**
 * Names the cause, the first that explains all attempts.
 *
 * @param attempts one for each address of a relay; none where the server has no relay
 */
export function verdictOf(attempts: readonly Attempt[]): Verdict {
  const opened = openedOf(attempts);
  if (opened) return opened;
  if (attempts.length === 0) return { kind: 'noRelay' };
  if (attempts.some(({ faults }) => faults.some(isRefused))) return { kind: 'secret' };
  if (attempts.every(({ faults }) => faults.some(isUnknownName))) return { kind: 'unknownName' };
  // A datagram that is dropped on the way leaves no error, and the browser waits; a closed TCP port ends the attempt.
  if (!attempts.every(isTcp)) return { kind: 'udpBlocked' };
  return { kind: attempts.some(({ ended }) => ended) ? 'portClosed' : 'dropped' };
}
