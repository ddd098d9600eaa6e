import { Dialog } from '../../../ui/Dialog';
import { t } from '../text/text';

/** Why this page can make no calls; undefined where it can. Browsers have no devices on a page over plain http. */
export function whyNoCalls(): 'insecure' | 'unsupported' | undefined {
  if (!window.isSecureContext) return 'insecure';
  return typeof RTCPeerConnection === 'undefined' ? 'unsupported' : undefined;
}

interface NoSecureContextProps {
  reason?: 'insecure' | 'unsupported' | undefined;
  onClose: () => void;
}

/** Says why there are no calls here, and what to do. */
export function NoSecureContext({ reason = whyNoCalls(), onClose }: NoSecureContextProps) {
  const insecure = reason === 'insecure';
  return (
    <Dialog open onClose={onClose} title={insecure ? t('calls.httpsTitle') : t('calls.unsupportedTitle')}>
      <p className="m-0 text-[14px]">{insecure ? t('calls.httpsHint') : t('calls.unsupportedHint')}</p>
    </Dialog>
  );
}
