import type { IceServer } from '@parley/shared/calls/call';

/** `{host}` in an address of a server stands for the host of the page. */
const onThisHost = ({ urls, username, credential }: IceServer): RTCIceServer => ({
  urls: urls.map((url) => url.replace('{host}', location.hostname)),
  ...(username === undefined ? {} : { username }),
  ...(credential === undefined ? {} : { credential }),
});

/** A browser refuses a connection for one address that it does not understand. */
const isUsable = (server: RTCIceServer): boolean => {
  try {
    new RTCPeerConnection({ iceServers: [server] }).close();
    return true;
  } catch {
    return false;
  }
};

/** How connections are made. A server that the browser does not understand is left out, so that the others are used. */
export const configurationOf = (iceServers: IceServer[], relayOnly: boolean): RTCConfiguration => ({
  iceServers: iceServers.map(onThisHost).filter(isUsable),
  iceTransportPolicy: relayOnly ? 'relay' : 'all',
  bundlePolicy: 'max-bundle',
});
