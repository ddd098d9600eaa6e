import type { FileView } from '@parley/shared/files';
import type { FileDoc } from './files.model.js';

/** A file for those who may see its message. */
export const viewFile = (file: FileDoc): FileView => ({
  fileId: String(file._id),
  kind: file.kind,
  name: file.name,
  type: file.type,
  bytes: file.bytes,
  width: file.width,
  height: file.height,
  blur: file.blur,
});
