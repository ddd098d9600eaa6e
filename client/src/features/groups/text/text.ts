import { withShared } from '../../../text/text';
import own from './en.json';

/** The texts of user groups. */
export const t = withShared(own);
