import { tune } from './encodings';
import type { TrackRole } from './engine';
import type { Description } from './negotiation';
import { groupOf, kindOf, ROLES } from './roles';

/**
 * The sections of a connection, one for each role. A track is put into its section without a new offer. Only that a section
 * begins or ceases to send is agreed on, so that the other leg knows what there is.
 */
export class Senders {
  private readonly sections = new Map<TrackRole, RTCRtpTransceiver>();
  /** What each section was last given: a sender shows it only a moment later. */
  private readonly given = new Map<TrackRole, MediaStreamTrack | null>();
  private readonly groups = { person: new MediaStream(), screen: new MediaStream() };

  constructor(
    private readonly pc: RTCPeerConnection,
    private readonly published: ReadonlyMap<TrackRole, MediaStreamTrack>,
    private readonly demand: () => Parameters<typeof tune>[2],
  ) {}

  /** Makes the sections that are missing; the browser then requests an offer. */
  open(): void {
    for (const role of ROLES) if (!this.sections.has(role)) this.add(role);
  }

  /** Takes the sections of an offer, in their order, and fills them. */
  adopt(): void {
    for (const transceiver of this.pc.getTransceivers()) {
      if (transceiver.mid === null || [...this.sections.values()].includes(transceiver)) continue;
      const role = ROLES.find(
        (each) => kindOf[each] === transceiver.receiver.track.kind && !isAgreed(this.sections.get(each)),
      );
      if (role === undefined) continue;
      // Both made a first offer, and this side's was withdrawn: its section would be a double.
      this.sections.get(role)?.stop();
      this.sections.set(role, transceiver);
      this.given.delete(role);
      if ('setStreams' in transceiver.sender) transceiver.sender.setStreams(this.groups[groupOf[role]]);
      this.fill(role, transceiver);
    }
  }

  /** Sends what is published in this role now, or nothing. Waits for the first offer, if there was none. */
  update(role: TrackRole): void {
    const transceiver = this.sections.get(role);
    if (transceiver) this.fill(role, transceiver);
    else if (this.sections.size > 0 && this.published.has(role)) this.add(role);
  }

  /** Sets all senders to what the call allows now. */
  tune(): void {
    for (const [role, { sender }] of this.sections) tune(sender, role, this.demand());
  }

  /** The sections that send, by their id. */
  get tracks(): Description['tracks'] {
    return [...this.sections].flatMap(([role, { mid, direction }]) =>
      mid !== null && this.published.has(role) && direction.startsWith('send') ? [{ mid, role }] : [],
    );
  }

  private add(role: TrackRole): void {
    const track = this.published.get(role);
    const transceiver = this.pc.addTransceiver(track ?? kindOf[role], {
      direction: track ? 'sendrecv' : 'recvonly',
      streams: [this.groups[groupOf[role]]],
    });
    this.sections.set(role, transceiver);
    this.given.set(role, track ?? null);
    tune(transceiver.sender, role, this.demand());
  }

  private fill(role: TrackRole, transceiver: RTCRtpTransceiver): void {
    // The other leg has refused this section for good.
    if (transceiver.direction === 'stopped') return;
    const track = this.published.get(role) ?? null;
    const direction = track ? 'sendrecv' : 'recvonly';
    if (transceiver.direction !== direction) transceiver.direction = direction;
    if ((this.given.get(role) ?? null) === track) return;
    this.given.set(role, track);
    // Rejects where the connection has ended, or where the next change has to try again.
    transceiver.sender.replaceTrack(track).then(
      () => tune(transceiver.sender, role, this.demand()),
      () => this.given.delete(role),
    );
  }
}

const isAgreed = (transceiver: RTCRtpTransceiver | undefined): boolean =>
  transceiver !== undefined && transceiver.mid !== null;
