/** What a connection has received up to a moment. */
export interface Sample {
  /** In ms. */
  at: number;
  /** Of media. */
  bytes: number;
  packets: number;
  lost: number;
  frames: number;
  /** How long pictures stood still, in ms. */
  freezes: number;
  /** In ms; null while unknown. */
  roundTrip: number | null;
  /** Over a relay at one end at least. */
  relayed: boolean;
  /** Checks of the path that were answered; undefined where the browser does not count them. */
  signs: number | undefined;
}

type Stat = Readonly<Record<string, unknown>>;

const numberOf = (stat: Stat | undefined, name: string): number | undefined => {
  const value = stat?.[name];
  return typeof value === 'number' ? value : undefined;
};

const sum = (stats: Stat[], name: string): number =>
  stats.reduce((total, stat) => total + (numberOf(stat, name) ?? 0), 0);

/** The pair of candidates in use. Firefox marks it, and has no transport that names it. */
const pairOf = (all: Stat[], pairs: Stat[]): Stat | undefined => {
  const named = all.find((stat) => stat['type'] === 'transport')?.['selectedCandidatePairId'];
  return pairs.find((pair) => pair['id'] === named) ?? pairs.find((pair) => pair['selected'] === true);
};

/**
 * Reads the statistics of a connection.
 *
 * @param stats the values of an `RTCStatsReport`
 * @param at in ms, of a clock that only goes forward
 */
export function sampleOf(stats: Iterable<unknown>, at: number): Sample {
  const all = [...stats].filter((stat): stat is Stat => typeof stat === 'object' && stat !== null);
  const of = (type: string): Stat[] => all.filter((stat) => stat['type'] === type);
  const [inbound, pairs] = [of('inbound-rtp'), of('candidate-pair')];
  const pair = pairOf(all, pairs);
  const roundTrip = numberOf(pair, 'currentRoundTripTime');
  const ends = [pair?.['localCandidateId'], pair?.['remoteCandidateId']];
  return {
    at,
    bytes: sum(inbound, 'bytesReceived'),
    packets: sum(inbound, 'packetsReceived'),
    lost: sum(inbound, 'packetsLost'),
    frames: sum(inbound, 'framesDecoded'),
    freezes: sum(inbound, 'totalFreezesDuration') * 1000,
    roundTrip: roundTrip === undefined ? null : roundTrip * 1000,
    relayed: all.some((stat) => ends.includes(stat['id']) && stat['candidateType'] === 'relay'),
    signs: pairs.some((each) => numberOf(each, 'responsesReceived') !== undefined)
      ? sum(pairs, 'responsesReceived')
      : undefined,
  };
}
