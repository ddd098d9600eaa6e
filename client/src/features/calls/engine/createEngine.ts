import type { CallMedia } from '@parley/shared/calls/call';
import { LiveKitEngine } from '../livekit/liveKitEngine';
import type { CallEngine, EngineOptions } from './engine';
import { MeshEngine } from './meshEngine';

/** The engine for what carries the media of a call. LiveKit's client is loaded only for a call that it carries. */
export const createEngine = (media: CallMedia, options: EngineOptions): CallEngine =>
  media === 'livekit' ? new LiveKitEngine(options) : new MeshEngine(options);
