import type { IceServer } from '@parley/shared/calls/call';
import { configurationOf } from '../engine/iceServers';
import type { Attempt, IceFault } from './verdict';

/** Datagrams of one attempt; about as many as a second of video. */
const DATAGRAMS = 200;
const BYTES = 200;
/** A relay answers within some 100 ms; a lookup or a firewall that drops takes the browser longer. */
const OPENS_WITHIN_MS = 8000;
/** Datagrams that have not come back by then are lost. */
const RETURN_WITHIN_MS = 1000;

/** The browser has tried the relay, and has no address of it. */
class Ended extends Error {}

/** Passes the candidates of one peer to the other. @param onNone called where the browser gives up without any */
function trickle(from: RTCPeerConnection, to: RTCPeerConnection, onNone: () => void): void {
  let count = 0;
  from.onicecandidate = ({ candidate }) => {
    if (candidate?.candidate) count += 1;
    void to.addIceCandidate(candidate ?? undefined).catch(() => undefined);
  };
  from.onicegatheringstatechange = () => {
    if (from.iceGatheringState === 'complete' && count === 0) onNone();
  };
}

/**
 * Connects two peers of this page.
 *
 * @returns the open channel
 * @throws Ended where the browser gives up by itself
 */
function connect(one: RTCPeerConnection, two: RTCPeerConnection): Promise<RTCDataChannel> {
  // As media: what is lost is not sent again.
  const channel = one.createDataChannel('test', { ordered: false, maxRetransmits: 0 });
  two.ondatachannel = ({ channel: echo }) => {
    echo.onmessage = ({ data }) => {
      if (echo.readyState === 'open') echo.send(data as string);
    };
  };
  return new Promise((resolve, reject) => {
    channel.onopen = () => resolve(channel);
    // Either needs an address of the relay.
    trickle(one, two, () => reject(new Ended()));
    trickle(two, one, () => reject(new Ended()));
    setTimeout(() => reject(new Error('it did not open')), OPENS_WITHIN_MS);
    const describe = async (): Promise<void> => {
      await one.setLocalDescription();
      await two.setRemoteDescription(one.localDescription ?? { type: 'offer' });
      await two.setLocalDescription();
      await one.setRemoteDescription(two.localDescription ?? { type: 'answer' });
    };
    describe().catch(reject);
  });
}

/** Sends datagrams there and back. */
async function measure(channel: RTCDataChannel): Promise<NonNullable<Attempt['opened']>> {
  const times: number[] = [];
  const all = new Promise<void>((resolve) => {
    channel.onmessage = ({ data }) => {
      times.push(performance.now() - Number(String(data).split(' ')[0]));
      if (times.length === DATAGRAMS) resolve();
    };
  });
  for (let i = 0; i < DATAGRAMS; i++) channel.send(`${performance.now()} ${'x'.repeat(BYTES)}`);
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, RETURN_WITHIN_MS))]);
  const [median = RETURN_WITHIN_MS] = times.toSorted((one, other) => one - other).slice(times.length >> 1);
  return { roundTrip: median, lost: 1 - times.length / DATAGRAMS };
}

/** Tries one address of a relay: two peers of this page that may use nothing else reach each other over it, or not. */
async function attemptAt(server: IceServer, url: string): Promise<Attempt> {
  const faults: IceFault[] = [];
  const configuration = configurationOf([{ ...server, urls: [url] }], true);
  const peers = [new RTCPeerConnection(configuration), new RTCPeerConnection(configuration)] as const;
  for (const peer of peers)
    peer.onicecandidateerror = ({ errorCode: code, errorText: text }) => void faults.push({ code, text });
  try {
    return { url, faults, ended: false, opened: await measure(await connect(...peers)) };
  } catch (error) {
    return { url, faults, ended: error instanceof Ended };
  } finally {
    for (const peer of peers) peer.close();
  }
}

/** Tries every address of every relay, all at once. */
export function attemptAll(iceServers: readonly IceServer[]): Promise<Attempt[]> {
  return Promise.all(
    iceServers.flatMap((server) =>
      server.urls.filter((url) => url.startsWith('turn')).map((url) => attemptAt(server, url)),
    ),
  );
}
