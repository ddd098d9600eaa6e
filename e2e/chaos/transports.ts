/** The transports of a page, by preference. */
export type Transports = ('websocket' | 'polling')[];
