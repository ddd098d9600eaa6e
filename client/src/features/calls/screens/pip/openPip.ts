import { direction, language } from '../../../../text/language';

/** A window of its own, over all others, with a part of the call. */
export interface OpenPip {
  /** Where the call is drawn; undefined where the browser shows one picture, and draws the window itself. */
  window: Window | undefined;
  close: () => void;
}

/** Document Picture-in-Picture (WICG); the types of the DOM lack it. */
interface DocumentPip {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

/** In CSS pixels; people may change it, and browsers remember that. */
const SIZE = { width: 320, height: 264 };

const documentPip = (): DocumentPip | undefined =>
  (window as { documentPictureInPicture?: DocumentPip }).documentPictureInPicture;

/** Whether a window can be opened in which the page draws. */
export const hasDocumentPip = (): boolean => documentPip() !== undefined;

/** Whether a window can be opened that shows one picture. */
export const hasVideoPip = (): boolean =>
  'requestPictureInPicture' in HTMLVideoElement.prototype && document.pictureInPictureEnabled;

/** Gives the empty document of a new window the look and the language of the page. */
function dress(target: Document): void {
  for (const style of document.querySelectorAll('link[rel="stylesheet"], style'))
    target.head.append(target.importNode(style, true));
  Object.assign(target.documentElement.dataset, document.documentElement.dataset);
  target.documentElement.lang = language;
  target.documentElement.dir = direction;
  target.title = document.title;
}

/**
 * Opens a window in which the page draws; call it in a click or a key.
 *
 * @param onClosed called once, when it is closed by the page, the browser or the person
 * @throws DOMException where the browser refuses
 */
export async function openDocumentPip(onClosed: () => void): Promise<OpenPip> {
  const opened = await documentPip()?.requestWindow(SIZE);
  if (!opened) throw new DOMException('there is no such window', 'NotSupportedError');
  dress(opened.document);
  opened.addEventListener('pagehide', onClosed, { once: true });
  return { window: opened, close: () => opened.close() };
}

/**
 * Shows a video in a window of the browser's own; call it in a click or a key.
 *
 * @param onClosed called once, when it is closed by the page, the browser or the person
 * @throws DOMException where the browser refuses, or the video has no picture yet
 */
export async function openVideoPip(video: HTMLVideoElement, onClosed: () => void): Promise<OpenPip> {
  await video.requestPictureInPicture();
  video.addEventListener('leavepictureinpicture', onClosed, { once: true });
  return { window: undefined, close: () => void document.exitPictureInPicture().catch(() => undefined) };
}
