import { withShared } from '../../../text/text';
import own from './en.json';

/** The texts of blocking, for what is loaded when it is opened. */
export const t = withShared(own);
