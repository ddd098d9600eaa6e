/** Called when a browser that is new for this account has signed in: the notice, once it is loaded. The core also runs without a page. */
export const newDeviceListeners = new Set<() => void>();
