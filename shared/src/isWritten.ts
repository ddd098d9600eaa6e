import type { MessageView } from './messages.js';

/** Whether a message has text that its author wrote, and edits. Notices are the server's, and parts without text their feature's. */
export const isWritten = ({ notice, text, parts }: Pick<MessageView, 'notice' | 'text' | 'parts'>): boolean =>
  !notice && (text !== '' || !parts?.length);
