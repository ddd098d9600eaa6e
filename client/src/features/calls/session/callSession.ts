import type { CallView } from '@parley/shared/calls/call';
import type { Core } from '../../../core/core';
import { sentenceOf } from '../../../platform/api';
import { Refused } from '../../../sync/connection';
import type { CallActions, CallState } from '../callState';
import { receiveSignals } from '../signals';
import { t } from '../text/text';
import { CallLink } from './callLink';
import { composeState, isInCall, undecided, type Chosen } from './composeState';
import { Connections } from './connections';
import { OwnDevices } from './ownDevices';
import { Reactions } from './reactions';
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
  private readonly reactions = new Reactions(() => this.changed());
  private readonly endings: (() => void)[] = [];
  private view: CallView | undefined;
  /** The newest version that shows what this tab has last sent: an older one is no order to change it. */
  private sentVersion = 0;
  private sending = 0;
  /** The key of the tile of the screen that another shares. */
  private screenKey: string | undefined;
  private connected = false;
  private released = false;
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
      onStuck: (stuck) => this.choose({ stuck }),
      onBlocked: (soundBlocked) => this.choose({ soundBlocked }),
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
    // The person has answered: the microphone follows, whatever the browser asks first.
    await this.join({ move: true, ...(join.callId === undefined ? {} : { callId: join.callId }) });
    await opened;
  }

  readonly actions: CallActions = {
    join: (options) => void this.join({ move: options?.move === true }),
    leave: () => this.leave(),
    setMuted: (muted) => void this.devices.setMuted(muted).then(() => this.show({ muted: this.own.muted })),
    setCamera: (on) => void this.setCamera(on),
    setScreen: (on) => void this.devices.setScreen(on).then(() => this.show({ screen: this.own.screen })),
    setHand: (hand) => {
      this.devices.setHand(hand);
      void this.show({ hand });
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

  private get own(): CallState['own'] {
    return this.devices.media;
  }

  private async join({ move, callId }: { move: boolean; callId?: string }): Promise<void> {
    if (this.chosen.phase !== 'preview') return;
    this.choose({ phase: 'joining', failure: undefined, elsewhere: false });
    receiveSignals(({ signal, reaction }) => {
      if (signal) this.connections.receive(signal);
      if (reaction && reaction.callId === this.view?.callId) this.reactions.add(reaction);
    });
    try {
      const { muted, camera } = this.own;
      const joined = await this.link.join({
        muted,
        camera,
        move,
        ...(callId === undefined ? {} : { callId }),
      });
      // Left while the answer was on its way.
      if (this.released) return this.link.leave();
      this.start(joined);
      this.endings.push(holdScreenOn());
    } catch (error) {
      receiveSignals(undefined);
      const elsewhere = error instanceof Refused && error.problem.key === 'calls.busy';
      this.choose({ phase: 'preview', elsewhere, failure: elsewhere ? undefined : sentenceOf(error) });
    }
  }

  private start(joined: Awaited<ReturnType<CallLink['join']>>): void {
    const { call } = joined;
    const own = call.legs.find(({ legId }) => legId === this.link.legId);
    this.connections.start(this.link.legId, joined, this.devices.tracks());
    this.devices.metering = false;
    this.sentVersion = call.version;
    this.choose({ phase: 'joined' });
    this.viewed(call);
    // As many cameras as a call carries are on.
    if (own?.camera === false && this.own.camera) void this.devices.setCamera(false);
    if (own && own.muted !== this.own.muted) void this.show({ muted: this.own.muted });
  }

  /** The connection is back: the server may have taken this leg for gone, or the call for over. */
  private async rejoin(): Promise<void> {
    const { view } = this;
    if (!view) return;
    try {
      const { muted, camera } = this.own;
      const joined = await this.link.join({ muted, camera, callId: view.callId, move: true });
      if (joined.epoch !== this.connections.epoch) this.start(joined);
      else this.connections.retry(joined.iceServers);
      this.choose({ phase: 'joined' });
      this.viewed(joined.call);
      const { screen, hand } = this.own;
      await this.show({ muted: this.own.muted, screen, hand });
    } catch (error) {
      // Lost again: the next connection tries again.
      if (error instanceof Refused) this.end(sentenceOf(error));
    }
  }

  private followStore(): void {
    const { session, calls, rooms } = this.options.core.store.getState();
    const { roomId } = this.options;
    const { phase } = this.chosen;
    if (isInCall(this.chosen)) {
      const online = session.connection === 'online';
      if (!online && phase === 'joined') this.choose({ phase: 'offline' });
      if (online && !this.connected && phase === 'offline') void this.rejoin();
      // Removed from the room, or signed out.
      if (!rooms.byId[roomId] || session.status !== 'signedIn') return this.end(t('calls.removed'));
    }
    this.connected = session.connection === 'online';
    const call = calls.byRoom[roomId];
    if (phase === 'preview' || phase === 'joining') {
      const live = call?.live === true ? call : undefined;
      if (live === this.view) return;
      this.view = live;
      return this.changed();
    }
    if (call && call !== this.view && call.callId === this.view?.callId) this.viewed(call);
  }

  /** A view of this call: from the server's answer, an event, or a sync. */
  private viewed(call: CallView): void {
    if (this.view?.callId === call.callId && call.version < this.view.version) return;
    this.view = call;
    if (!call.live) return this.end(undefined);
    const own = call.legs.find(({ legId }) => legId === this.link.legId);
    if (!own) return this.chosen.phase === 'joined' ? this.end(t('calls.removed')) : undefined;
    this.showScreens(call);
    this.connections.setPeers(call.legs.filter(({ legId }) => legId !== own.legId));
    if (this.sending === 0 && call.version > this.sentVersion) this.obey(own);
    this.changed();
  }

  /** A screen that somebody begins to share is shown large, until it ends. */
  private showScreens({ legs }: CallView): void {
    const shared = legs.find(({ legId, screen }) => screen && legId !== this.link.legId);
    const screenKey = shared && `${shared.legId}:screen`;
    if (screenKey === this.screenKey) return;
    const wasLarge = this.chosen.spotlight === this.screenKey;
    this.screenKey = screenKey;
    if (screenKey !== undefined || wasLarge) this.choose({ spotlight: screenKey });
  }

  /** A moderator has muted this leg, or somebody else shares a screen now. */
  private obey({ muted, screen }: { muted: boolean; screen: boolean }): void {
    if (muted && !this.own.muted) {
      void this.devices.setMuted(true);
      this.choose({ failure: t('calls.mutedByOther') });
    }
    if (!screen && this.own.screen) void this.devices.setScreen(false);
  }

  private async show(showing: Parameters<CallLink['show']>[0]): Promise<void> {
    this.sending += 1;
    try {
      const call = await this.link.show(showing);
      if (call) this.sentVersion = Math.max(this.sentVersion, call.version);
      if (call) this.viewed(call);
    } catch (error) {
      if (showing.camera === true) await this.devices.setCamera(false);
      this.choose({ failure: sentenceOf(error) });
    } finally {
      this.sending -= 1;
    }
  }

  private async setCamera(on: boolean): Promise<void> {
    await this.devices.setCamera(on);
    await this.show({ camera: this.own.camera });
  }

  private manage(legId: string, action: 'mute' | 'remove'): void {
    this.link.manage(legId, action).catch((error: unknown) => this.choose({ failure: sentenceOf(error) }));
  }

  private devicesChanged(): void {
    // The browser's own button has ended a shared screen.
    const shares = this.view?.legs.some(({ legId, screen }) => legId === this.link.legId && screen);
    if (shares && !this.own.screen && this.sending === 0) void this.show({ screen: false });
    this.changed();
  }

  private leave(): void {
    this.release();
    this.options.onClosed();
  }

  /** The call is over for this tab, by somebody else. */
  private end(failure: string | undefined): void {
    if (this.chosen.phase === 'ended') return;
    this.release();
    this.choose({ phase: 'ended', failure, minimised: false });
  }

  /** Ends connections and every track. Idempotent. */
  private release(): void {
    receiveSignals(undefined);
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
