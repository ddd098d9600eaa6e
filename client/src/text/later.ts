import first from './en.json';
import later from './en-later.json';
import { textsOf } from './text';

/** The texts of what is loaded when it is opened, and those of the start with them. */
export const t = textsOf({ ...first, ...later });
