import { Paperclip } from 'lucide-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { addFiles } from './public/pendingFiles';
import { t } from './text/first';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** Accepts files that are dropped anywhere on a room. */
export function DropZone({
  roomId,
  enabled,
  children,
}: {
  roomId: string;
  enabled: boolean;
  children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  // Entering a child fires before leaving its parent, so both are counted.
  const depth = useRef(0);
  const move = (by: number) => (event: DragEvent) => {
    if (!enabled || !hasFiles(event)) return;
    event.preventDefault();
    depth.current += by;
    setOver(depth.current > 0);
  };
  return (
    <main
      aria-label={t('rooms.room')}
      className="relative flex min-w-0 flex-1 flex-col"
      onDragEnter={move(1)}
      onDragLeave={move(-1)}
      onDragOver={(event) => enabled && hasFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        depth.current = 0;
        setOver(false);
        if (!hasFiles(event)) return;
        // Also where nothing may be sent: the browser would leave the page and open the file.
        event.preventDefault();
        if (enabled) addFiles(roomId, event.dataTransfer.files);
      }}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-3 z-40 flex items-center justify-center gap-2 rounded-2xl border-2 border-dashed border-accent bg-page/90 text-[16px] font-semibold text-accent">
          <Paperclip size={20} aria-hidden="true" /> {t('files.drop')}
        </div>
      )}
    </main>
  );
}
