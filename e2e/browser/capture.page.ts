import { watchBlack } from '../../client/src/features/calls/media/blackFrames';
import {
  canShareScreen,
  captureCamera,
  captureMic,
  captureScreen,
} from '../../client/src/features/calls/media/capture';
import { watchDevices } from '../../client/src/features/calls/media/devices';
import { meterLevel, resumeMeters } from '../../client/src/features/calls/media/level';
import { RemoteAudio } from '../../client/src/features/calls/media/remoteAudio';

const page = {
  canShareScreen,
  captureCamera,
  captureMic,
  captureScreen,
  watchDevices,
  meterLevel,
  resumeMeters,
  watchBlack,
  RemoteAudio,
};
export type CapturePage = typeof page;
Object.assign(globalThis, { page });
