import type { Request } from 'express';

/** Whether a browser goes to an address, and a page does not fetch it in the background. Older browsers do not say. */
export const isNavigation = (request: Request): boolean =>
  [undefined, 'navigate'].includes(request.get('sec-fetch-mode'));

/** Whether a person went there from our own pages or by themselves, and no other site has sent them. Older browsers do not say. */
export const isOwnNavigation = (request: Request): boolean =>
  isNavigation(request) && [undefined, 'same-origin', 'none'].includes(request.get('sec-fetch-site'));
