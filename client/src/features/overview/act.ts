/** Waits for an action, and loads the list again. */
export type Act = <R>(work: Promise<R>) => Promise<R | undefined>;
