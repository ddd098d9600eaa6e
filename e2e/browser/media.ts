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

/** The sum of a figure of all tracks that arrive over open connections. */
const inbound = (page: Page, kind: string, figure: string): Promise<number> =>
  page.evaluate(
    async ([kind, figure]) => {
      const { watched } = window as unknown as { watched: Watched };
      let sum = 0;
      for (const peer of watched.peers) {
        if (peer.connectionState === 'closed') continue;
        for (const stat of (await peer.getStats()).values() as Iterable<Record<string, unknown>>)
          if (stat['type'] === 'inbound-rtp' && stat['kind'] === kind) sum += Number(stat[figure] ?? 0);
      }
      return sum;
    },
    [kind, figure] as const,
  );

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

/** The kinds of the paths that carry a call, such as `relay`. */
export const pathsUsed = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { watched } = window as unknown as { watched: Watched };
    const kinds = new Set<string>();
    for (const peer of watched.peers) {
      if (peer.connectionState !== 'connected') continue;
      const stats = [...((await peer.getStats()).values() as Iterable<Record<string, unknown>>)];
      const pair = stats.find(({ type, nominated }) => type === 'candidate-pair' && nominated === true);
      const local = stats.find(({ id }) => id === pair?.['localCandidateId']);
      kinds.add(String(local?.['candidateType']));
    }
    return [...kinds];
  });
