/** Whether the page was opened by a link of a mail, which has a screen of its own, whoever is signed in here. */
export const isLink = /\/(reset|device|sign-in)\/$/.test(location.pathname);
