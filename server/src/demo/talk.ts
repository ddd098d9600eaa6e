const openers = [
  'Quick one:',
  'Morning!',
  'Heads up,',
  'For the record:',
  'Small thing,',
  'Follow-up:',
  '',
  '',
  '',
  '',
];
const subjects = [
  'the deploy',
  'the pricing page',
  'the new onboarding',
  'the search index',
  'the mobile layout',
  'the invoice export',
  'the retry logic',
  'the release notes',
  'the staging database',
  'the customer call',
  'the design review',
  'the test suite',
];
const verbs = [
  'went out at 08:50',
  'is ready for a second pair of eyes',
  'needs one more day',
  'looks much better now',
  'failed twice and then worked',
  'is blocked on the certificate',
  'can ship today',
  'broke on Safari only',
  'is twice as fast as last week',
  'was fun, surprisingly',
];
const closers = [
  'Shout if you disagree.',
  'Notes in the doc.',
  'I will post the numbers at four.',
  'Thanks, everybody.',
  '',
  '',
  '',
  'Who can take a look?',
  'No rush.',
  'Merging after lunch.',
];
const short = [
  '👍',
  'Done.',
  'On it.',
  'Same here.',
  'Nice!',
  'Ha, yes.',
  '+1',
  'Looks good to me, ship it.',
  'おはようございます。翻訳は今日中に終わります 🙌',
  'Reading it now.',
  'C’est parti.',
  'Can confirm.',
  'صباح الخير',
  'Thank you!',
  'Brilliant.',
  '😂',
  'Back in ten.',
];
const rich = [
  'Found it. The retry did not keep its key, so this fixes the double post:\n\n```ts\nawait send(room, draft, {\n  clientId: draft.clientId,   // same id on every retry\n  signal: AbortSignal.timeout(10_000),\n})\n```',
  'Three things for today:\n- finish the copy\n- ask legal about the footer\n- **cake** at four',
  '> Can we move the call?\n\nYes, *half past three* works for me.',
  'Error rate is flat: `0.02 %` since the deploy.',
  '| plan | price |\n| --- | --- |\n| small | 4 € |\n| team | 9 € |',
  'The ending of the book: ||it was the gardener||',
];

export interface Said {
  text: string;
  mentions: string[];
}

/** A random message. `random` is seeded, so that the demonstration is the same every time. */
export function speak(random: () => number, usernames: string[]): Said {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const kind = random();
  if (kind < 0.38) return { text: pick(short), mentions: [] };
  if (kind < 0.42) return { text: pick(rich), mentions: [] };
  const sentence = [pick(openers), `${pick(subjects)} ${pick(verbs)}.`, pick(closers)]
    .filter(Boolean)
    .join(' ');
  const text = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  if (kind > 0.05 + 0.9) {
    const name = pick(usernames);
    return { text: `@${name} ${text}`, mentions: [name] };
  }
  return { text, mentions: [] };
}
