import type { CallView, JoinedCall } from '@parley/shared/calls/call';
import { sentenceOf } from '../../../platform/api';
import { Refused } from '../../../sync/connection';
import type { CallLink } from './callLink';
import type { OwnDevices } from './ownDevices';

/** Pause before a leg tries again to come back, in ms. */
const AGAIN_MS = 2000;

interface Options {
  link: CallLink;
  devices: OwnDevices;
  isConnected: () => boolean;
  /** @param camera as it was when this leg asked to come back */
  onBack: (before: CallView, joined: JoinedCall, camera: boolean) => void;
  /** The call is over for this leg. */
  onOver: (sentence: string) => void;
}

/** Joins again after the connection to the server was lost, with the same leg; tries until it gets an answer. */
export class Comeback {
  private running = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private readonly stop = new AbortController();

  constructor(private readonly options: Options) {}

  async begin(view: CallView): Promise<void> {
    // Without a connection the next one begins.
    if (this.running || this.again !== undefined || !this.options.isConnected()) return;
    this.running = true;
    const { link, devices, onBack } = this.options;
    try {
      const { muted, camera } = devices.media;
      const joined = await link.join({ muted, camera, callId: view.callId, move: true });
      // Left while the answer was on its way.
      if (this.stop.signal.aborted) link.leave();
      else onBack(view, joined, camera);
    } catch (error) {
      this.failed(error, view);
    } finally {
      this.running = false;
    }
  }

  end(): void {
    this.stop.abort();
    clearTimeout(this.again);
  }

  private failed(error: unknown, view: CallView): void {
    if (this.stop.signal.aborted) return;
    const isOver = error instanceof Refused && ['not_found', 'forbidden'].includes(error.problem.code);
    if (isOver) this.options.onOver(sentenceOf(error));
    else
      this.again = setTimeout(() => {
        this.again = undefined;
        void this.begin(view);
      }, AGAIN_MS);
  }
}
