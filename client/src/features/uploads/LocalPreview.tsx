import { useEffect, useState } from 'react';
import type { Attachment } from '../../sync/outbox';
import { FileDetails } from './FileDetails';

/** A file that is not uploaded yet: the picture, or the name of any other file. */
export function LocalPreview({ file }: { file: Attachment }) {
  const [url, setUrl] = useState<string>();
  const shown = /^image\/(?:png|jpeg|webp|gif|avif)$/.test(file.type);
  useEffect(() => {
    if (!shown) return;
    const made = URL.createObjectURL(file.blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file.blob, shown]);
  if (!shown) return <FileDetails name={file.name} type={file.type} bytes={file.bytes} />;
  return (
    <>
      {url === undefined ? (
        <span className="size-10 shrink-0 rounded-lg bg-hover" />
      ) : (
        <img src={url} alt="" className="size-10 shrink-0 rounded-lg object-cover" />
      )}
      <span className="min-w-0 flex-1 truncate text-[13px]" title={file.name}>
        <bdi>{file.name}</bdi>
      </span>
    </>
  );
}
