import { useEffect, useRef } from 'react';
import { classes } from '../../../ui/classes';

interface TrackVideoProps {
  track: MediaStreamTrack;
  /** The whole picture, with bars beside it: for screens, where the edges matter. */
  whole?: boolean;
  /** As in a mirror: one's own camera. */
  mirrored?: boolean;
  className?: string;
}

/** Plays the picture of a track, without sound. */
export function TrackVideo({ track, whole = false, mirrored = false, className }: TrackVideoProps) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.srcObject = new MediaStream([track]);
    // Refused where the element is gone before it plays.
    video.play().catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return (
    <video
      ref={ref}
      muted
      autoPlay
      playsInline
      aria-hidden="true"
      className={classes(
        'block size-full',
        whole ? 'object-contain' : 'object-cover',
        mirrored && '-scale-x-100',
        className,
      )}
    />
  );
}
