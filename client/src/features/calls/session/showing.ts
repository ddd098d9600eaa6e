import type { CallView } from '@parley/shared/calls/call';
import { sentenceOf } from '../../../platform/api';
import { t } from '../text/text';
import type { CallLink } from './callLink';
import type { OwnDevices } from './ownDevices';

interface Options {
  link: CallLink;
  devices: OwnDevices;
  /** The newest view of the call, and whether this leg is in it and connected to the server. */
  present: () => { view: CallView | undefined; joined: boolean };
  /** The server has answered with a view. */
  onView: (call: CallView) => void;
  /** A sentence to be shown. */
  onFailure: (sentence: string) => void;
}

/**
 * What one's leg shows the others, in both directions: what this tab changes is sent, and what somebody who manages the
 * call changes is done here. Views may arrive in any order.
 */
export class Showing {
  /** The newest version that has what this tab has last sent: an older one is no order to change it. */
  private sentVersion = 0;
  private sending = 0;
  /** The server handles commands side by side: one is sent when the one before is answered, so that a mute does not overtake its end. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: Options) {}

  /** The server has this tab's state, or is about to get it: views up to this version are no orders. */
  begin(version: number): void {
    this.sentVersion = version;
  }

  /**
   * Sends what a device shows once it has changed. It counts as under way from the beginning: an answer to an earlier change may arrive in
   * between, and is no order to undo this one.
   */
  async change(changed: Promise<unknown>, showing: () => Parameters<CallLink['show']>[0]): Promise<void> {
    this.sending += 1;
    await changed.finally(() => (this.sending -= 1));
    await this.send(showing());
  }

  async send(showing: Parameters<CallLink['show']>[0]): Promise<void> {
    const { link, devices, onView, onFailure } = this.options;
    this.sending += 1;
    try {
      const turn = this.last.then(() => link.show(showing));
      this.last = turn.catch(() => undefined);
      const call = await turn;
      if (call) this.sentVersion = Math.max(this.sentVersion, call.version);
      if (call) onView(call);
    } catch (error) {
      if (showing.camera === true) await devices.setCamera(false);
      onFailure(sentenceOf(error));
    } finally {
      this.sending -= 1;
      // A change by another may have arrived while one of one's own was on its way.
      const { view } = this.options.present();
      if (view && view.version >= this.sentVersion) this.obey(view);
    }
  }

  /** A new view: somebody may have muted this leg, or share a screen now. */
  viewed(view: CallView): void {
    if (view.version > this.sentVersion) this.obey(view);
  }

  mutedByOther(): void {
    void this.options.devices.setMuted(true);
    this.options.onFailure(t('calls.mutedByOther'));
  }

  /** A device was lost, or the browser's own button has ended a shared screen: the others see it. */
  devicesChanged(): void {
    const { view, joined } = this.options.present();
    const shown = view && this.options.link.legIn(view);
    if (!shown || !joined || this.sending > 0) return;
    const { muted, camera, screen } = this.options.devices.media;
    const lost = {
      ...(muted && !shown.muted ? { muted } : {}),
      ...(!camera && shown.camera ? { camera } : {}),
      ...(!screen && shown.screen ? { screen } : {}),
    };
    if (Object.keys(lost).length > 0) void this.send(lost);
  }

  private obey(view: CallView): void {
    const own = this.options.link.legIn(view);
    // After an outage the server has an older state of this leg: rejoining decides.
    if (!own || this.sending > 0 || !this.options.present().joined) return;
    const { devices } = this.options;
    if (own.muted && !devices.media.muted) this.mutedByOther();
    if (!own.screen && devices.media.screen) void devices.setScreen(false);
  }
}
