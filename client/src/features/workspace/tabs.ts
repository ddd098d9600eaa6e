/** The tabs of the workspace's settings, in one file to load: they open together. */
export { General } from './General';
export { Invitations } from './Invitations';
export { People } from './people/People';
