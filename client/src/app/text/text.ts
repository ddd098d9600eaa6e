import { withShared } from '../../text/text';
import first from './en-first.json';
import own from './en.json';

/** The texts of app/, for what is loaded when it is opened. */
export const t = withShared({ ...first, ...own });
