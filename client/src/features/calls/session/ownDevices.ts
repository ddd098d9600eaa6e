import type { DeviceFault, DeviceKind, OwnMedia } from '../callState';
import type { TrackRole } from '../engine/engine';
import { watchBlack } from '../media/blackFrames';
import { canShareScreen, captureCamera, captureMic, captureScreen, type Captured } from '../media/capture';
import { decide, watchDevices, type Devices } from '../media/devices';
import { meterLevel } from '../media/level';
import { canChooseSpeaker } from '../media/remoteAudio';
import { Speaking } from '../media/speaking';
import { choices, remember } from './choices';

/** The chosen device, or the browser's choice (empty) where that is gone. */
const usedOf = (track: MediaStreamTrack, chosen: string): string =>
  track.getSettings().deviceId === chosen ? chosen : '';

interface Options {
  /** A track that others are to receive, or nothing any more. */
  onTrack: (role: TrackRole, track: MediaStreamTrack | null) => void;
  onChange: () => void;
  onSpeaker: (deviceId: string) => void;
}

/** One's microphone, camera and screen during a call and before it. */
export class OwnDevices {
  media: OwnMedia = {
    muted: false,
    camera: false,
    screen: false,
    hand: false,
    cameraTrack: undefined,
    screenTrack: undefined,
    level: 0,
    devices: { audioinput: [], videoinput: [], audiooutput: [] },
    chosen: choices().devices,
    faults: {},
    screenBlack: false,
    canChooseSpeaker: canChooseSpeaker(),
    canShareScreen: canShareScreen(),
  };
  /** Whether one speaks, muted or not. */
  speaking = false;
  /** Whether the level is shown; else only the beginning and end of speaking is a change. */
  metering = true;
  private readonly voiceActivity = new Speaking();
  private mic: MediaStreamTrack | undefined;
  private tone: MediaStreamTrack | undefined;
  private readonly used: Record<DeviceKind, string> = { audioinput: '', videoinput: '', audiooutput: '' };
  private readonly endings = new Map<string, () => void>();
  /** Each request for a device makes answers to earlier ones void. */
  private readonly requests = { mic: 0, camera: 0, screen: 0, muted: 0 };
  private closed = false;

  constructor(private readonly options: Options) {}

  /** Opens the microphone, also where one joins muted: the level shows that it works. */
  async open({ muted, camera }: { muted: boolean; camera: boolean }): Promise<void> {
    this.change({ muted });
    this.endings.set(
      'devices',
      watchDevices((devices) => this.listed(devices)),
    );
    await Promise.all([this.openMic(), camera ? this.setCamera(true) : undefined]);
  }

  /** By the person's own choice, which the next call begins with. */
  chooseMuted(muted: boolean): Promise<void> {
    remember({ muted });
    return this.setMuted(muted);
  }

  /** By the person's own choice, which the next call begins with. */
  chooseCamera(on: boolean): Promise<void> {
    remember({ camera: on });
    return this.setCamera(on);
  }

  /** Sends silence from now on, or one's voice. Tries a microphone again that could not be opened. */
  async setMuted(muted: boolean): Promise<void> {
    const request = ++this.requests.muted;
    if (!muted && !this.hasMic) await this.openMic();
    // Muted again meanwhile: a microphone must not open after that.
    if (request !== this.requests.muted || (!muted && !this.hasMic)) return;
    if (this.mic) {
      this.mic.enabled = !muted;
      // An engine may send a copy of it, which has to be muted, too.
      this.options.onTrack('mic', this.mic);
    }
    this.change({ muted });
  }

  async setCamera(on: boolean): Promise<void> {
    const request = ++this.requests.camera;
    if (!on) return this.closeCamera();
    const captured = await captureCamera(this.media.chosen.videoinput);
    if (!this.accepts(captured, request === this.requests.camera, 'camera')) return;
    this.media.cameraTrack?.stop();
    const { track } = captured;
    this.used.videoinput = usedOf(track, this.media.chosen.videoinput);
    track.addEventListener('ended', () => void (this.media.cameraTrack === track && this.reopenCamera()));
    this.options.onTrack('camera', track);
    this.change({ camera: true, cameraTrack: track });
  }

  /** Must be called in a click. */
  async setScreen(on: boolean): Promise<void> {
    const request = ++this.requests.screen;
    if (!on) return this.closeScreen();
    const captured = await captureScreen();
    if (!captured) return;
    if ('fault' in captured) return this.fault('screen', captured.fault);
    const { picture, tone } = captured;
    if (this.closed || request !== this.requests.screen)
      return [picture, tone].forEach((track) => track?.stop());
    this.closeScreen();
    this.tone = tone;
    // Stopped by the browser's own button.
    picture.addEventListener('ended', () => void (this.media.screenTrack === picture && this.closeScreen()));
    this.endings.set(
      'black',
      watchBlack(picture, (screenBlack) => this.change({ screenBlack })),
    );
    this.options.onTrack('screen', picture);
    this.options.onTrack('tone', tone ?? null);
    const { screen: _mended, ...faults } = this.media.faults;
    this.change({ screen: true, screenTrack: picture, faults });
  }

  /** What is sent now. */
  tracks(): [TrackRole, MediaStreamTrack][] {
    const { cameraTrack, screenTrack } = this.media;
    const all = { mic: this.mic, camera: cameraTrack, screen: screenTrack, tone: this.tone };
    return Object.entries(all).flatMap(([role, track]) =>
      track ? [[role as TrackRole, track] as [TrackRole, MediaStreamTrack]] : [],
    );
  }

  setHand(hand: boolean): void {
    this.change({ hand });
  }

  /** Uses a device from now on, and whenever it is there. */
  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    this.change({ chosen: { ...this.media.chosen, [kind]: deviceId } });
    remember({ devices: this.media.chosen });
    if (kind === 'audioinput') await this.openMic();
    if (kind === 'videoinput' && this.media.camera) await this.setCamera(true);
    if (kind === 'audiooutput') this.options.onSpeaker(deviceId);
  }

  /** Stops every track: the light of the camera goes out. */
  close(): void {
    this.closed = true;
    for (const end of this.endings.values()) end();
    for (const track of [this.mic, this.tone, this.media.cameraTrack, this.media.screenTrack]) track?.stop();
  }

  private get hasMic(): boolean {
    return this.mic?.readyState === 'live';
  }

  private async openMic(): Promise<void> {
    const request = ++this.requests.mic;
    const captured = await captureMic(this.media.chosen.audioinput);
    if (!this.accepts(captured, request === this.requests.mic, 'mic')) {
      if ('fault' in captured && !this.hasMic) this.change({ muted: true });
      return;
    }
    this.endings.get('level')?.();
    this.mic?.stop();
    const { track } = captured;
    this.mic = track;
    this.used.audioinput = usedOf(track, this.media.chosen.audioinput);
    track.enabled = !this.media.muted;
    // A disabled track has no level; its copy has, and is never sent.
    const copy = track.clone();
    copy.enabled = true;
    const endMeter = meterLevel(copy, (level) => this.levelChanged(level));
    this.endings.set('level', () => {
      endMeter();
      copy.stop();
    });
    track.addEventListener('ended', () => void (this.mic === track && this.openMic()));
    this.options.onTrack('mic', track);
    this.change({});
  }

  /** Whether a device was opened, and is still wanted. Notes why it was not. */
  private accepts(
    captured: Captured,
    wanted: boolean,
    role: 'mic' | 'camera',
  ): captured is Extract<Captured, { track: MediaStreamTrack }> {
    if ('fault' in captured) {
      if (wanted) this.fault(role, captured.fault);
      return false;
    }
    if (this.closed || !wanted) {
      captured.track.stop();
      return false;
    }
    const { [role]: _mended, ...faults } = this.media.faults;
    this.change({ faults });
    return true;
  }

  private fault(role: 'mic' | 'camera' | 'screen', fault: DeviceFault): void {
    this.change({ faults: { ...this.media.faults, [role]: fault } });
  }

  /** Its device was unplugged: the browser's choice, or none. */
  private async reopenCamera(): Promise<void> {
    this.closeCamera();
    await this.setCamera(true);
  }

  private closeCamera(): void {
    if (!this.media.cameraTrack) return;
    this.media.cameraTrack.stop();
    this.options.onTrack('camera', null);
    this.change({ camera: false, cameraTrack: undefined });
  }

  private closeScreen(): void {
    if (!this.media.screenTrack) return;
    this.endings.get('black')?.();
    for (const track of [this.media.screenTrack, this.tone]) track?.stop();
    this.tone = undefined;
    this.options.onTrack('screen', null);
    this.options.onTrack('tone', null);
    this.change({ screen: false, screenTrack: undefined, screenBlack: false });
  }

  private levelChanged(level: number): void {
    const speaking = this.voiceActivity.observe(level, performance.now());
    if (!this.metering && speaking === this.speaking) return;
    this.speaking = speaking;
    this.change(this.metering ? { level } : {});
  }

  private listed(devices: Devices): void {
    this.change({ devices });
    const { chosen, camera } = this.media;
    const micEnded = this.mic !== undefined && this.mic.readyState === 'ended';
    const mic = { preferred: chosen.audioinput, used: this.used.audioinput, ended: micEnded };
    if (this.mic && decide(mic, devices.audioinput).open) void this.openMic();
    const cameraEnded = this.media.cameraTrack?.readyState === 'ended';
    const video = { preferred: chosen.videoinput, used: this.used.videoinput, ended: cameraEnded };
    if (camera && decide(video, devices.videoinput).open) void this.setCamera(true);
  }

  private change(part: Partial<OwnMedia>): void {
    if (this.closed) return;
    this.media = { ...this.media, ...part };
    this.options.onChange();
  }
}
