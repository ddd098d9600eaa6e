import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

export type { PDFDocumentProxy };

/**
 * Opens a PDF by its address and loads its pages on demand. Rendered here, in a worker that runs no scripts of the file: the
 * browser's own viewer would need the file as a page of our origin.
 *
 * @throws when it is no PDF, is damaged, or needs a password
 */
export const openPdf = (url: string): Promise<PDFDocumentProxy> =>
  getDocument({ url, isEvalSupported: false, enableXfa: false, useWasm: false }).promise;

/** Draws a page into a canvas, as wide as `width` CSS pixels. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  at: { page: number; width: number },
  canvas: HTMLCanvasElement,
): Promise<void> {
  const page = await pdf.getPage(at.page);
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: (at.width / natural.width) * devicePixelRatio });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  canvas.style.aspectRatio = `${viewport.width} / ${viewport.height}`;
  await page.render({ canvas, viewport }).promise;
}

/** The text of a page, for those who cannot see the drawing. */
export async function textOfPage(pdf: PDFDocumentProxy, page: number): Promise<string> {
  const { items } = await (await pdf.getPage(page)).getTextContent();
  return items.map((item) => ('str' in item ? item.str : '')).join(' ');
}
