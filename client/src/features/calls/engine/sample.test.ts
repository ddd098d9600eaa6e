import { expect, it } from 'vitest';
import { sampleOf } from './sample';

const inbound = { type: 'inbound-rtp', bytesReceived: 1000, packetsReceived: 10, packetsLost: 1 };
const pair = { id: 'p', type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' };

it('adds up what was received, and reads the pair that the transport names', () => {
  const stats = [
    { ...inbound },
    { ...inbound, framesDecoded: 7, totalFreezesDuration: 0.5 },
    { ...pair, currentRoundTripTime: 0.02, responsesReceived: 3 },
    { ...pair, id: 'q', currentRoundTripTime: 9, responsesReceived: 2 },
    { type: 'transport', selectedCandidatePairId: 'p' },
    { id: 'l', type: 'local-candidate', candidateType: 'host' },
    { id: 'r', type: 'remote-candidate', candidateType: 'relay' },
  ];
  expect(sampleOf(stats, 5)).toEqual({
    at: 5,
    bytes: 2000,
    packets: 20,
    lost: 2,
    frames: 7,
    freezes: 500,
    roundTrip: 20,
    relayed: true,
    signs: 5,
  });
});

it('takes the pair that Firefox marks, and knows no signs where none are counted', () => {
  const sample = sampleOf([{ ...pair, selected: true, currentRoundTripTime: 0.01 }], 0);
  expect(sample).toMatchObject({ roundTrip: 10, signs: undefined, relayed: false });
});

it('reads an empty report', () => {
  expect(sampleOf([], 0)).toMatchObject({ bytes: 0, roundTrip: null, signs: undefined });
});
