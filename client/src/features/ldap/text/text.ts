import { withShared } from '../../../text/text';
import own from './en.json';

/** The texts of the directory's page. */
export const t = withShared(own);
