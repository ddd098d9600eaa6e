/** Signs without which a text has no marks: most messages have none, and are shown without the parser. */
const marks = /[*_~`#>|[\\@<]|https?:|www\.|mailto:|tel:|^ {0,3}(?:[-*] |-{3}|\d{1,9}[.)] )|\n[^\S\n]*\n/imu;

/** May anything in a text be a mark? Without one it is a single paragraph, as it was typed. */
export const mayBeMarked = (text: string): boolean => marks.test(text);
