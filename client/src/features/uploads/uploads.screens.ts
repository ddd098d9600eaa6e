import { lazy } from 'react';
import type { FileView } from '@parley/shared/files';
import { defineScreens } from '../../core/screens';

declare module '../../core/dialogs' {
  interface DialogProps {
    pictures: { files: FileView[]; at: number };
    textFile: { file: FileView };
    pdf: { file: FileView };
  }
}

const PicturesDialog = lazy(() => import('./PicturesDialog').then((m) => ({ default: m.PicturesDialog })));
const PdfDialog = lazy(() => import('./PdfDialog').then((m) => ({ default: m.PdfDialog })));
const TextFileDialog = lazy(() => import('./TextFileDialog').then((m) => ({ default: m.TextFileDialog })));

export const uploads = defineScreens({
  name: 'uploads',
  dialogs: { pictures: PicturesDialog, textFile: TextFileDialog, pdf: PdfDialog },
});
