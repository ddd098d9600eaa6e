import { Copy } from 'lucide-react';
import { IconButton } from './Button';
import { copyText } from './copyText';

interface ShownOnceProps {
  secret: string;
  /** What to do with it, and why now. */
  lead: string;
  why: string;
  copy: string;
  copied: string;
}

/** A secret that is shown only once. */
export const ShownOnce = ({ secret, lead, why, copy, copied }: ShownOnceProps) => (
  <div role="status" className="mb-4 rounded-lg bg-mention p-3 text-[14px]">
    <b>{lead}</b> {why}
    <div className="mt-1.5 flex items-center gap-1">
      <code className="min-w-0 flex-1 text-[13px] break-all">{secret}</code>
      <IconButton label={copy} onClick={() => void copyText(secret, copied)}>
        <Copy size={17} strokeWidth={1.75} />
      </IconButton>
    </div>
  </div>
);
