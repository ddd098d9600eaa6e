import { merged, type Translation } from './merged';

/** All catalogues of the language as one, in one file of the page. */
export const ar: Translation = {
  texts: merged(import.meta.glob('../**/text/ar.json', { eager: true, import: 'default' })),
  refusals: merged(import.meta.glob('../**/text/refusals.ar.json', { eager: true, import: 'default' })),
};
