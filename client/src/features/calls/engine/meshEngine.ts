import type { CallSignal } from '@parley/shared/calls/call';
import { EarlySignals } from './earlySignals';
import type { Access, CallEngine, EngineOptions, LinkStats, Peer, RemoteMedia, TrackRole } from './engine';
import { configurationOf } from './iceServers';
import { Link } from './link';

/** How often connections are looked at, in ms. */
const TICK_MS = 500;

/** Every leg is connected with each other one, and no server carries media, but for relays where no direct path is. */
export class MeshEngine implements CallEngine {
  media: ReadonlyMap<string, RemoteMedia> = new Map();
  readonly unreachable = false;
  private readonly links = new Map<string, Link>();
  private readonly published = new Map<TrackRole, MediaStreamTrack>();
  private readonly heights = new Map<string, number>();
  private readonly early = new EarlySignals();
  private configuration: RTCConfiguration;
  private readonly timer: ReturnType<typeof setInterval>;
  private changing = false;
  private ended = false;

  constructor(private readonly options: EngineOptions) {
    this.configuration = configurationOf(options.iceServers, options.relayOnly === true);
    this.timer = setInterval(() => {
      for (const link of this.links.values()) void link.tick();
    }, TICK_MS);
  }

  setPeers(peers: Peer[]): void {
    if (this.ended) return;
    const others = new Map(peers.map((peer) => [peer.legId, peer]));
    others.delete(this.options.own.legId);
    for (const [legId, link] of this.links) {
      const peer = others.get(legId);
      // An older view may come late; an epoch never goes back.
      if (peer && peer.epoch <= link.peer.epoch) continue;
      link.close();
      this.links.delete(legId);
    }
    const added = [...others.values()].filter(({ legId }) => !this.links.has(legId));
    for (const peer of added) this.links.set(peer.legId, this.connect(peer));
    for (const { legId, epoch } of added)
      for (const signal of this.early.take(legId, epoch)) this.receive(signal);
    for (const link of this.links.values()) link.tune();
    this.changed();
  }

  receive(signal: CallSignal): void {
    const { own, callId } = this.options;
    if (this.ended || signal.callId !== callId || signal.to !== own.legId) return;
    // Of an earlier time of this leg.
    if (signal.epochs.to !== own.epoch) return;
    const link = this.links.get(signal.from);
    if (!link || signal.epochs.from > link.peer.epoch) this.early.add(signal);
    else if (signal.epochs.from === link.peer.epoch) link.receive(signal.data);
  }

  publish(role: TrackRole, track: MediaStreamTrack | null): void {
    if (this.ended) return;
    if (track) this.published.set(role, track);
    else this.published.delete(role);
    for (const link of this.links.values()) link.update(role);
  }

  setMaxQuality(legId: string, height: number): void {
    this.heights.set(legId, height);
    this.links.get(legId)?.setMaxQuality(height);
  }

  retry(): void {
    for (const link of this.links.values()) link.retry();
  }

  renew({ iceServers }: Access): void {
    this.configuration = configurationOf(iceServers, this.options.relayOnly === true);
    for (const link of this.links.values()) link.configure(this.configuration);
  }

  async stats(): Promise<ReadonlyMap<string, LinkStats>> {
    const all = await Promise.all(
      [...this.links].map(async ([legId, link]) => [legId, await link.stats()] as const),
    );
    return new Map(all.flatMap(([legId, stats]) => (stats ? [[legId, stats]] : [])));
  }

  leave(): void {
    this.ended = true;
    clearInterval(this.timer);
    for (const link of this.links.values()) link.close();
    this.links.clear();
    this.media = new Map();
  }

  private connect(peer: Peer): Link {
    const { own, callId, send } = this.options;
    const link = new Link({
      own,
      peer,
      configuration: this.configuration,
      published: this.published,
      people: () => this.links.size + 1,
      send: (data) =>
        send({
          callId,
          from: own.legId,
          to: peer.legId,
          epochs: { from: own.epoch, to: peer.epoch },
          data,
        }),
      onChange: () => this.changed(),
    });
    const height = this.heights.get(peer.legId);
    if (height !== undefined) link.setMaxQuality(height);
    return link;
  }

  /** Changes of one moment are reported once. */
  private changed(): void {
    if (this.changing) return;
    this.changing = true;
    queueMicrotask(() => {
      this.changing = false;
      if (this.ended) return;
      this.media = new Map([...this.links].map(([legId, link]) => [legId, link.media]));
      this.options.onChange();
    });
  }
}
