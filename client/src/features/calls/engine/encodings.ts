import { audioBitrates, cameraTarget, screenTarget, type Target } from './bitrates';
import type { TrackRole } from './engine';

/** What decides how a track is sent to one leg. */
interface Demand {
  /** In the call, with oneself. */
  people: number;
  /** The height at which that leg shows the camera; undefined while it has not said. */
  wanted: number | undefined;
}

function targetOf(role: TrackRole, { people, wanted }: Demand, track: MediaStreamTrack): Target {
  if (role === 'mic' || role === 'tone') return { active: true, maxBitrate: audioBitrates[role], scale: 1 };
  return role === 'screen' ? screenTarget(people) : cameraTarget(people, wanted, track.getSettings().height);
}

/** Sets a sender to what the call allows. Does nothing where it is set so already, or sends nothing. */
export function tune(sender: RTCRtpSender, role: TrackRole, demand: Demand): void {
  if (!sender.track) return;
  const target = targetOf(role, demand, sender.track);
  const parameters = sender.getParameters();
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  const isVideo = sender.track.kind === 'video';
  if (
    encoding.active === target.active &&
    encoding.maxBitrate === target.maxBitrate &&
    (!isVideo || encoding.scaleResolutionDownBy === target.scale)
  )
    return;
  encoding.active = target.active;
  encoding.maxBitrate = target.maxBitrate;
  if (isVideo) {
    encoding.scaleResolutionDownBy = target.scale;
    parameters.degradationPreference = role === 'screen' ? 'maintain-resolution' : 'balanced';
  }
  // Refused while it negotiates, which ends with another call.
  sender.setParameters(parameters).catch(() => undefined);
}
