/** Why a command cannot be done, in a sentence for the person who typed it. */
export class CommandRefused extends Error {}
