import { withShared } from '../../../text/first';
import own from './en-first.json';

/** The texts of calls that the first room shows. */
export const t = withShared(own);
