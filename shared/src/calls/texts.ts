import type { CallPart } from './call.js';

const minutes = (seconds: number): string => `${Math.max(1, Math.round(seconds / 60))} min`;

const outcome: Record<CallPart['state'], (part: CallPart) => string> = {
  live: () => 'Call',
  ended: ({ people, seconds }) =>
    ['Call', people === 1 ? '1 person' : `${people} people`, ...(seconds > 0 ? [minutes(seconds)] : [])].join(
      ' · ',
    ),
  missed: () => 'Missed call',
  declined: () => 'Declined call',
};

const lineOf = (part: CallPart): string => `📞 ${outcome[part.state](part)}`;

/** A call as text. */
export const callTexts = { line: lineOf, text: lineOf };
