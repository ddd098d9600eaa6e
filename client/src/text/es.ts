/** All catalogues of the language as one, in one file of the page. */
export default Object.assign(
  {},
  ...Object.values(
    import.meta.glob<Record<string, string>>('../**/text/es.json', { eager: true, import: 'default' }),
  ),
) as Record<string, string>;
