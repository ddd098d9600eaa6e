/** By what a page connects, the first one first. */
export type Transports = ('websocket' | 'polling')[];
