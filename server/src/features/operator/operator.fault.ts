/** Why a request of the operator cannot be done: a sentence for the terminal, in English as all of them. */
export class OperatorFault extends Error {}
