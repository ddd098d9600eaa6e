import { withShared } from '../../../text/text';
import first from './en-first.json';
import own from './en.json';

/** The texts of calls, for what is loaded when one is opened. */
export const t = withShared({ ...first, ...own });
