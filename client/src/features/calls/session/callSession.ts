import type { CallView, JoinedCall } from '@parley/shared/calls/call';
import type { Core } from '../../../core/core';
import { sentenceOf } from '../../../platform/api';
import { Refused } from '../../../sync/connection';
import { announce } from '../../../ui/announce';
import type { CallActions, CallState } from '../callState';
import { receiveSignals } from '../signals';
import { t } from '../text/text';
import { CallLink } from './callLink';
import { Comeback } from './comeback';
import { composeState, isInCall, undecided, type Chosen } from './composeState';
import { Connections } from './connections';
import { OwnDevices } from './ownDevices';
import { Reactions } from './reactions';
import { SharedScreen } from './sharedScreen';
import { Showing } from './showing';
import { holdScreenOn } from './wakeLock';

export interface SessionOptions {
  core: Core;
  roomId: string;
  /** Called when the person has left, and nothing is to be shown any more. */
  onClosed: () => void;
}

/**
 * The call of this tab: what one sends, the connections to the others, and what the server says of it. The state of the call
 * is the server's; this follows it, whatever order its views arrive in.
 */
export class CallSession {
  state: CallState;
  private readonly listeners = new Set<() => void>();
  private readonly link: CallLink;
  private readonly devices: OwnDevices;
  private readonly connections: Connections;
  private readonly showing: Showing;
  private readonly comeback: Comeback;
  private readonly reactions = new Reactions(() => this.changed());
  private readonly endings: (() => void)[] = [];
  private view: CallView | undefined;
  private readonly screen = new SharedScreen();
  private connected = false;
  private released = false;
  private endSignals: (() => void) | undefined;
  private chosen: Chosen = undecided;

  constructor(private readonly options: SessionOptions) {
    const { core, roomId } = options;
    this.link = new CallLink(core, roomId);
    this.devices = new OwnDevices({
      onTrack: (role, track) => this.connections.publish(role, track),
      onChange: () => this.devicesChanged(),
      onSpeaker: (deviceId) => this.connections.setSpeaker(deviceId),
    });
    this.connections = new Connections({
      send: (signal) => this.link.send('call:signal', signal),
      onChange: () => this.changed(),
      onStale: () => this.view && void this.comeback.begin(this.view),
      onTrouble: (trouble) => this.choose(trouble),
    });
    this.showing = new Showing({
      link: this.link,
      devices: this.devices,
      present: () => ({ view: this.view, joined: this.chosen.phase === 'joined' }),
      onView: (call) => this.viewed(call),
      onFailure: (failure) => this.choose({ failure }),
    });
    this.comeback = new Comeback({
      link: this.link,
      devices: this.devices,
      isConnected: () => this.connected,
      onBack: (before, joined, camera) => this.resume(before, joined, camera),
      onOver: (sentence) => this.end(sentence),
    });
    this.connections.setSpeaker(this.own.chosen.audiooutput);
    this.state = this.next();
    this.endings.push(core.store.subscribe(() => this.followStore()));
    this.followStore();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Opens the devices. @param join joins at once, the call that rings */
  async open(own: { muted: boolean; camera: boolean }, join?: { callId: string | undefined }): Promise<void> {
    const opened = this.devices.open(own);
    if (!join) return await opened;
    // The person has answered: the microphone follows, whatever the browser prompts for first.
    await this.join({ move: true, ...(join.callId === undefined ? {} : { callId: join.callId }) });
    await opened;
  }

  readonly actions: CallActions = {
    join: (options) => void this.join({ move: options?.move === true }),
    leave: () => this.leave(),
    setMuted: (muted) =>
      void this.showing.change(this.devices.chooseMuted(muted), () => ({ muted: this.own.muted })),
    setCamera: (on) =>
      void this.showing.change(this.devices.chooseCamera(on), () => ({ camera: this.own.camera })),
    setScreen: (on) =>
      void this.showing.change(this.devices.setScreen(on), () => ({ screen: this.own.screen })),
    setHand: (hand) => {
      this.devices.setHand(hand);
      void this.showing.send({ hand });
    },
    react: (emoji) => this.link.react(emoji),
    choose: (kind, deviceId) => void this.devices.choose(kind, deviceId),
    setSpotlight: (spotlight) => this.choose({ spotlight }),
    setLayout: (layout) => this.choose({ layout, spotlight: undefined }),
    setMinimised: (minimised) => this.choose({ minimised }),
    shown: (key, height) => {
      if (!key.endsWith(':screen')) this.connections.setMaxQuality(key, height);
    },
    muteOther: (legId) => this.manage(legId, 'mute'),
    removeOther: (legId) => this.manage(legId, 'remove'),
    playSound: () => this.connections.playSound(),
    dismissFailure: () => this.choose({ failure: undefined, elsewhere: false }),
  };

  /** Shows a sentence in the call, and the call itself. */
  say(failure: string): void {
    this.choose({ failure, minimised: false });
  }

  private get own(): CallState['own'] {
    return this.devices.media;
  }

  private async join({ move, callId }: { move: boolean; callId?: string }): Promise<void> {
    if (this.chosen.phase !== 'preview') return;
    this.choose({ phase: 'joining', failure: undefined, elsewhere: false });
    this.endSignals = receiveSignals(({ signal, reaction }) => {
      if (signal) this.connections.receive(signal);
      if (reaction && reaction.callId === this.view?.callId) this.reactions.add(reaction);
    });
    try {
      const { muted, camera } = this.own;
      // The call that is shown, and none that begins as this one ends.
      const only = callId ?? this.view?.callId;
      const joined = await this.link.join({
        muted,
        camera,
        move,
        ...(only === undefined ? {} : { callId: only }),
      });
      // Left while the answer was on its way.
      if (this.released) return this.link.leave();
      this.start(joined, camera);
      this.endings.push(holdScreenOn());
    } catch (error) {
      if (this.released) return;
      this.endSignals();
      const elsewhere = error instanceof Refused && error.problem.key === 'calls.busy';
      this.choose({ phase: 'preview', elsewhere, failure: elsewhere ? undefined : sentenceOf(error) });
    }
  }

  /** @param camera as it was when this leg asked to join */
  private start(joined: JoinedCall, camera: boolean): void {
    const { call } = joined;
    const own = this.link.legIn(call);
    this.connections.start(this.link.legId, joined, this.devices.tracks());
    this.devices.metering = false;
    this.showing.begin(call.version);
    this.choose({ phase: 'joined' });
    this.viewed(this.newest(call));
    if (camera && own?.camera === false) {
      void this.devices.setCamera(false);
      this.choose({ failure: t('calls.camerasFull') });
    }
    const { muted, screen, hand, camera: now } = this.own;
    // What has changed while this leg joined.
    if (own?.muted !== muted || now !== camera || screen || hand)
      void this.showing.send({ muted, screen, hand, ...(camera ? {} : { camera: now }) });
  }

  /** An answer may be older than what an event has brought meanwhile. */
  private newest(call: CallView): CallView {
    return this.view?.callId === call.callId && this.view.version > call.version ? this.view : call;
  }

  /** This leg is back: the server may have taken it for gone. */
  private resume(before: CallView, joined: JoinedCall, camera: boolean): void {
    const wasMuted = this.link.legIn(before)?.muted !== false;
    const mutedByOther = this.link.legIn(joined.call)?.muted === true && !wasMuted;
    if (joined.epoch !== this.connections.epoch) return this.start(joined, camera);
    this.connections.retry(joined);
    // What this tab shows is newer than what the server has of it.
    this.showing.begin(joined.call.version);
    this.choose({ phase: 'joined' });
    this.viewed(this.newest(joined.call));
    if (mutedByOther) this.showing.mutedByOther();
    const { muted, screen, hand } = this.own;
    void this.showing.send({ muted: mutedByOther || muted, screen, hand });
  }

  private followStore(): void {
    const { session, calls } = this.options.core.store.getState();
    this.connected = session.connection === 'online';
    if (isInCall(this.chosen)) this.followConnection();
    const { phase } = this.chosen;
    const call = calls.byRoom[this.options.roomId];
    if (phase === 'preview' || phase === 'joining') {
      const live = call?.live === true ? call : undefined;
      if (live === this.view) return;
      this.view = live;
      this.changed();
    } else if (call && call !== this.view && call.callId === this.view?.callId) this.viewed(call);
  }

  private followConnection(): void {
    const { session, calls, rooms } = this.options.core.store.getState();
    const { roomId } = this.options;
    if (!rooms.byId[roomId] || session.status !== 'signedIn') return this.end(t('calls.removed'));
    if (!this.connected && this.chosen.phase === 'joined') this.choose({ phase: 'offline' });
    // Or a sync without it: it has ended and the event is lost, or the sync is older than the call.
    const missing = !calls.byRoom[roomId];
    if (this.connected && this.view && (this.chosen.phase === 'offline' || missing))
      void this.comeback.begin(this.view);
  }

  /** A view of this call: from the server's answer, an event, or a sync. */
  private viewed(call: CallView): void {
    if (this.view?.callId === call.callId && call.version < this.view.version) return;
    this.view = call;
    if (!call.live) return this.end(undefined);
    const own = this.link.legIn(call);
    if (!own) return this.chosen.phase === 'joined' ? this.end(t('calls.removed')) : undefined;
    const large = this.screen.follow(call, own.legId, this.chosen.spotlight);
    if (large) this.choose(large);
    this.connections.setPeers(call.legs.filter(({ legId }) => legId !== own.legId));
    this.showing.viewed(call);
    this.changed();
  }

  private manage(legId: string, action: 'mute' | 'remove'): void {
    this.link.manage(legId, action).catch((error: unknown) => this.choose({ failure: sentenceOf(error) }));
  }

  private devicesChanged(): void {
    this.changed();
    this.showing.devicesChanged();
  }

  private leave(): void {
    this.release();
    this.options.onClosed();
  }

  /** The call is over for this tab, by somebody else. */
  private end(failure: string | undefined): void {
    if (this.chosen.phase === 'ended') return;
    // Beside the chat nothing more is shown: the person may be typing.
    if (failure === undefined && this.chosen.minimised) {
      announce(t('calls.ended'));
      return this.leave();
    }
    this.release();
    this.choose({ phase: 'ended', failure, minimised: false });
  }

  /** Ends connections and every track. Idempotent. */
  private release(): void {
    this.comeback.end();
    this.endSignals?.();
    this.link.leave();
    this.connections.close();
    this.devices.close();
    for (const end of this.endings.splice(0)) end();
    this.released = true;
    this.chosen = { ...this.chosen, phase: 'ended' };
  }

  private choose(part: Partial<Chosen>): void {
    this.chosen = { ...this.chosen, ...part };
    this.changed();
  }

  private changed(): void {
    this.state = this.next();
    for (const listener of this.listeners) listener();
  }

  private next(): CallState {
    const { chosen, view, connections, devices } = this;
    const { core, roomId } = this.options;
    const own = { legId: this.link.legId, media: devices.media, speaking: devices.speaking };
    return composeState(core.store.getState(), {
      chosen,
      roomId,
      view,
      own,
      others: connections.others,
      reactions: this.reactions.shown,
    });
  }
}
