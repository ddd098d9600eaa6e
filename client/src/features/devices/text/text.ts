import { withShared } from '../../../text/text';
import own from './en.json';

/** The texts of new devices, for what is loaded when it is opened. */
export const t = withShared(own);
