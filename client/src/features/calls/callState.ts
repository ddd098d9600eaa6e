import type { CallReaction, CallView } from '@parley/shared/calls/call';
import type { LinkState } from './engine/engine';

/** Why a microphone, camera or screen cannot be used. */
export type DeviceFault = 'denied' | 'none' | 'inUse' | 'unsupported' | 'other';

export type DeviceKind = 'audioinput' | 'videoinput' | 'audiooutput';

export interface Device {
  deviceId: string;
  label: string;
}

/** What the person sends, and with what. */
export interface OwnMedia {
  muted: boolean;
  camera: boolean;
  screen: boolean;
  hand: boolean;
  /** The camera's picture, for the preview and one's own tile. */
  cameraTrack: MediaStreamTrack | undefined;
  screenTrack: MediaStreamTrack | undefined;
  /** 0 to 1, of the microphone; also while muted in the preview. */
  level: number;
  devices: Record<DeviceKind, Device[]>;
  /** The ids in use; empty for the browser's own choice. */
  chosen: Record<DeviceKind, string>;
  faults: { mic?: DeviceFault; camera?: DeviceFault; screen?: DeviceFault };
  /** The shared screen has sent nothing but black, or no picture, for some seconds. */
  screenBlack: boolean;
  /** The browser can choose where sound comes out. */
  canChooseSpeaker: boolean;
  canShareScreen: boolean;
}

/** A person in the call, or a screen that they share. */
export interface Tile {
  /** The leg's id, with `:screen` for a screen. */
  key: string;
  legId: string;
  userId: string;
  kind: 'person' | 'screen';
  own: boolean;
  /** Undefined while there is no picture: the avatar is shown. */
  video: MediaStreamTrack | undefined;
  muted: boolean;
  hand: boolean;
  speaking: boolean;
  /** `away`: their connection to the server is lost. */
  link: LinkState | 'away';
  /** 0 unusable to 3 good; undefined while unknown, and of one's own. */
  quality: 0 | 1 | 2 | 3 | undefined;
}

export type CallPhase =
  /** Before joining: devices are chosen. */
  | 'preview'
  | 'joining'
  | 'joined'
  /** The connection to the server is lost; media goes on. */
  | 'offline'
  | 'ended';

/** The call of this tab, as its screens show it. */
export interface CallState {
  phase: CallPhase;
  roomId: string;
  /** Undefined before it has started. */
  call: CallView | undefined;
  own: OwnMedia;
  /** In the order of joining, one's own last; screens before people. */
  tiles: Tile[];
  /** The key of the tile that is shown large; undefined for the grid. */
  spotlight: string | undefined;
  layout: 'grid' | 'speaker';
  /** Shown as a small window over the chat. */
  minimised: boolean;
  /** Reactions of the last seconds, by leg. */
  reactions: { id: number; legId: string; emoji: CallReaction['emoji'] }[];
  /** The sentence of a refusal, to be shown where one looks. */
  failure: string | undefined;
  /** One is in a call elsewhere: offer to move here. */
  elsewhere: boolean;
  /** No media flows although somebody is there, for 8 s. */
  stuck: boolean;
  /** The media server cannot be reached; it is tried again. */
  unreachable: boolean;
  /** Sound may only start after a click. */
  soundBlocked: boolean;
  mayManage: boolean;
}

/** What the screens can do. None throws: a refusal becomes `failure`. */
export interface CallActions {
  /** Joins, or starts the call if there is none. */
  join(options?: { move: boolean }): void;
  leave(): void;
  setMuted(muted: boolean): void;
  setCamera(on: boolean): void;
  /** Has the browser offer what to share, or stops. */
  setScreen(on: boolean): void;
  setHand(up: boolean): void;
  react(emoji: CallReaction['emoji']): void;
  choose(kind: DeviceKind, deviceId: string): void;
  setSpotlight(key: string | undefined): void;
  setLayout(layout: 'grid' | 'speaker'): void;
  setMinimised(minimised: boolean): void;
  /** The height at which a tile is drawn, in device pixels; 0 when it is not on screen. */
  shown(key: string, height: number): void;
  muteOther(legId: string): void;
  removeOther(legId: string): void;
  /** After a click: plays the sound that the browser held back. */
  playSound(): void;
  dismissFailure(): void;
}
