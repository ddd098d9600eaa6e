/** A file was sent completely, but no answer arrived: the server may have stored it. */
export class Unprocessed extends Error {}
