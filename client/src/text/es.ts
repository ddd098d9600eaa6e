import { merged, type Translation } from './merged';

/** All catalogues of the language as one, in one file of the page. */
export const es: Translation = {
  texts: merged(import.meta.glob('../**/text/es.json', { eager: true, import: 'default' })),
  refusals: merged(import.meta.glob('../**/text/refusals.es.json', { eager: true, import: 'default' })),
};
