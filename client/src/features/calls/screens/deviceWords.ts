import type { DeviceFault, OwnMedia } from '../callState';
import { t } from '../text/text';

type Faulty = keyof OwnMedia['faults'];

const words: Record<Faulty, Record<DeviceFault, string>> = {
  mic: {
    denied: t('calls.micDenied'),
    none: t('calls.micNone'),
    inUse: t('calls.micInUse'),
    unsupported: t('calls.micUnsupported'),
    other: t('calls.micOther'),
  },
  camera: {
    denied: t('calls.cameraDenied'),
    none: t('calls.cameraNone'),
    inUse: t('calls.cameraInUse'),
    unsupported: t('calls.cameraUnsupported'),
    other: t('calls.cameraOther'),
  },
  screen: {
    denied: t('calls.screenDenied'),
    none: t('calls.screenFailed'),
    inUse: t('calls.screenFailed'),
    unsupported: t('calls.screenUnsupported'),
    other: t('calls.screenFailed'),
  },
};

export interface FaultWords {
  /** Differs for each device and reason. */
  key: string;
  text: string;
}

/** Why devices cannot be used, and what to do, each as a sentence. */
export function faultWords(faults: OwnMedia['faults']): FaultWords[] {
  return (['mic', 'camera', 'screen'] as const).flatMap((device) => {
    const fault = faults[device];
    return fault === undefined ? [] : [{ key: `${device} ${fault}`, text: words[device][fault] }];
  });
}
