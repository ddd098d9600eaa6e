import type { MessageView } from './messages.js';

/** Whether a message is the server's: a notice, or the record of a call. Nobody edits it. */
export const isRecord = ({ notice, parts }: Pick<MessageView, 'notice' | 'parts'>): boolean =>
  notice !== null || parts?.some(({ kind }) => kind === 'call') === true;

/** Whether a message has text that its author wrote. Parts without text are edited by their feature, and notices by nobody. */
export const isWritten = ({ notice, text, parts }: Pick<MessageView, 'notice' | 'text' | 'parts'>): boolean =>
  !notice && (text !== '' || !parts?.length);
