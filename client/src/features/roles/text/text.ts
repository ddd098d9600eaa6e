import { withShared } from '../../../text/text';
import own from './en.json';

/** The texts of roles and permissions. */
export const t = withShared(own);
