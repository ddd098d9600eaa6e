import { withShared } from '../../../text/text';
import own from './en.json';

/** The texts of signing in by a directory, for what is loaded when it is opened. */
export const t = withShared(own);
