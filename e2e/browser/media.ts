import type { Page } from 'playwright-core';

interface Watched {
  peers: RTCPeerConnection[];
  tracks: MediaStreamTrack[];
}

/**
 * Has a page collect its connections and the tracks of its devices, from the next load on.
 *
 * @param policy `relay` lets it use nothing but relays, as where a firewall blocks every direct path
 */
export async function watchMedia(page: Page, policy: RTCIceTransportPolicy = 'all'): Promise<void> {
  await page.addInitScript((iceTransportPolicy) => {
    const watched: Watched = { peers: [], tracks: [] };
    Object.assign(window, { watched });
    const Original = RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy });
        watched.peers.push(this);
      }
    };
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    if (!devices) return;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      watched.tracks.push(...stream.getTracks());
      return stream;
    };
  }, policy);
  await page.reload();
}

/** The sum of a figure of all tracks that arrive over open connections, or leave over them. */
const sum = (page: Page, type: string, kind: string, figure: string): Promise<number> =>
  page.evaluate(
    async ([type, kind, figure]) => {
      const { watched } = window as unknown as { watched: Watched };
      let sum = 0;
      for (const peer of watched.peers) {
        if (peer.connectionState === 'closed') continue;
        for (const stat of (await peer.getStats()).values() as Iterable<Record<string, unknown>>)
          if (stat['type'] === type && stat['kind'] === kind) sum += Number(stat[figure] ?? 0);
      }
      return sum;
    },
    [type, kind, figure] as const,
  );

const inbound = (page: Page, kind: string, figure: string): Promise<number> =>
  sum(page, 'inbound-rtp', kind, figure);

/** The energy of the sound that has arrived so far. */
export const audible = (page: Page): Promise<number> => inbound(page, 'audio', 'totalAudioEnergy');

/** Pictures decoded so far. */
export const pictures = (page: Page): Promise<number> => inbound(page, 'video', 'framesDecoded');

/** Tracks of devices that are still open: while there are any, the light of the camera is on. */
export const liveTracks = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    return watched.tracks.filter(({ readyState }) => readyState === 'live').length;
  });

/** Counts the connections of a page that receive audio with energy. */
export const peopleHeard = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { watched } = window as unknown as { watched: Watched };
    let count = 0;
    for (const peer of watched.peers) {
      if (peer.connectionState !== 'connected') continue;
      const stats = [...((await peer.getStats()).values() as Iterable<Record<string, unknown>>)];
      if (stats.some(({ type, totalAudioEnergy }) => type === 'inbound-rtp' && Number(totalAudioEnergy) > 0))
        count += 1;
    }
    return count;
  });

/** The track with the most sound: how loud it is now, of 1, and for how long it has been received. */
export const loudest = (page: Page): Promise<{ level: number; seconds: number }> =>
  page.evaluate(async () => {
    const { watched } = window as unknown as { watched: Watched };
    let most = { level: 0, seconds: 0 };
    for (const peer of watched.peers)
      for (const stat of (await peer.getStats()).values() as Iterable<Record<string, unknown>>) {
        const level = Number(stat['audioLevel'] ?? 0);
        if (stat['type'] === 'inbound-rtp' && level > most.level)
          most = { level, seconds: Number(stat['totalSamplesDuration'] ?? 0) };
      }
    return most;
  });

/** Pictures encoded and decoded, and packets of them lost, so far. */
export async function flow(page: Page): Promise<{ encoded: number; decoded: number; lost: number }> {
  return {
    encoded: await sum(page, 'outbound-rtp', 'video', 'framesEncoded'),
    decoded: await pictures(page),
    lost: await inbound(page, 'video', 'packetsLost'),
  };
}

/** The kinds of the paths that carry a call: `host`, `srflx`, `prflx`, `relay`, or `relay over tcp`. */
export const pathsUsed = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { watched } = window as unknown as { watched: Watched };
    const kinds = new Set<string>();
    for (const peer of watched.peers) {
      if (peer.connectionState !== 'connected') continue;
      const stats = [...((await peer.getStats()).values() as Iterable<Record<string, unknown>>)];
      const pair = stats.find(({ type, nominated }) => type === 'candidate-pair' && nominated === true);
      const local = stats.find(({ id }) => id === pair?.['localCandidateId']);
      const kind = String(local?.['candidateType']);
      kinds.add(local?.['relayProtocol'] === 'tcp' ? `${kind} over tcp` : kind);
    }
    return [...kinds];
  });

/** Connections of a page that are open, or may become so. */
export const openConnections = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { watched } = window as unknown as { watched: Watched };
    return watched.peers.filter(({ connectionState }) => connectionState !== 'closed').length;
  });
