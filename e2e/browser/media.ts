import type { Page } from 'playwright-core';

interface Watched {
  peers: RTCPeerConnection[];
  tracks: MediaStreamTrack[];
}

/** Has a page collect its connections and the tracks of its devices, from the next load on. */
export async function watchMedia(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { peers: [], tracks: [] };
    Object.assign(window, { watched });
    const Original = RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
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
  });
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
