import { fileUrl } from '../../platform/fileUrls';
import type { FileView } from '@parley/shared/files';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button';
import { drawPage, openPdf, textOfPage, type PDFDocumentProxy } from './pdf';
import { PreviewDialog } from './PreviewDialog';
import { t } from './text/text';

/** Opens a document, and closes it with the dialog. Undefined until it is open. */
function usePdf(fileId: string, onFailure: () => void): PDFDocumentProxy | undefined {
  const [pdf, setPdf] = useState<PDFDocumentProxy>();
  useEffect(() => {
    let opened: PDFDocumentProxy | undefined;
    let current = true;
    openPdf(fileUrl(fileId)).then(
      (document) => {
        opened = document;
        if (current) setPdf(document);
        else void document.cleanup();
      },
      () => current && onFailure(),
    );
    return () => {
      current = false;
      void opened?.cleanup();
    };
  }, [fileId, onFailure]);
  return pdf;
}

interface PagerProps {
  page: number;
  /** Undefined until the document is open. */
  pages: number | undefined;
  onPage: (page: number) => void;
}

const Pager = ({ page, pages, onPage }: PagerProps) => (
  <div className="mt-3 flex items-center justify-center gap-3">
    <Button disabled={page === 1} onClick={() => onPage(page - 1)} aria-label={t('files.previousPage')}>
      <ChevronLeft size={18} aria-hidden="true" />
    </Button>
    <span className="tabular text-[14px]" role="status">
      {t('files.pageOf', { page, pages: pages ?? '…' })}
    </span>
    <Button
      disabled={pages === undefined || page === pages}
      onClick={() => onPage(page + 1)}
      aria-label={t('files.nextPage')}
    >
      <ChevronRight size={18} aria-hidden="true" />
    </Button>
  </div>
);

/** A PDF, page by page. */
export function PdfDialog({ file, onClose }: { file: FileView; onClose: () => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [page, setPage] = useState(1);
  const [text, setText] = useState('');
  const [failed, setFailed] = useState(false);
  const fail = useCallback(() => setFailed(true), []);
  const pdf = usePdf(file.fileId, fail);

  useEffect(() => {
    const box = canvas.current;
    if (!pdf || !box) return;
    let current = true;
    drawPage(pdf, { page, width: box.clientWidth }, box)
      .then(() => textOfPage(pdf, page))
      .then((read) => current && setText(read))
      .catch(() => current && fail());
    return () => {
      current = false;
    };
  }, [pdf, page, fail]);

  const failure = failed ? t('files.pdfBroken') : undefined;
  return (
    <PreviewDialog file={file} failure={failure} onClose={onClose}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('files.pageText', { page, text })}
        className="block min-h-60 w-full rounded-lg border border-line bg-white"
      />
      <Pager page={page} pages={pdf?.numPages} onPage={setPage} />
    </PreviewDialog>
  );
}
