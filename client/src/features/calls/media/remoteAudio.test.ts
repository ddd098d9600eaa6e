// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { RemoteAudio } from './remoteAudio';

it('plays again what a phone has paused in the background', () => {
  const played: HTMLMediaElement[] = [];
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    played.push(this);
    return Promise.resolve();
  };
  const audio = new RemoteAudio(() => undefined);
  const track = Object.create(MediaStreamTrack.prototype) as MediaStreamTrack;
  audio.update(new Map([['leg', { state: 'connected', tracks: { mic: track } }]]));
  expect(played).toHaveLength(1);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(played).toHaveLength(2);
  audio.close();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(played).toHaveLength(2);
});
