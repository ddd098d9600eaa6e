/** Whether the page was opened by a link of a mail, which has a screen of its own, also while somebody is signed in here. */
export const isLink = /\/(reset|device|sign-in)\/$/.test(location.pathname);
