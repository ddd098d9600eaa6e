/** The people and rooms of the demonstration: many scripts, long and short names, the usual topics of a small company. */
export const people: [username: string, displayName: string, status?: [emoji: string, text: string]][] = [
  ['jo', 'Jo Rivera', ['☕', 'back at 14:00']],
  ['ana', 'Ana Lindqvist'],
  ['bo', 'Bo Sørensen', ['🏠', 'at home today']],
  ['chika', '千夏 Tanaka'],
  ['dev', 'Dev Kapoor', ['🎧', 'heads down']],
  ['elise', 'Élise Moreau'],
  ['farid', 'فرید رضایی'],
  ['grace', 'Grace Okonkwo'],
  ['hana', 'Hana Novák'],
  ['ivo', 'Ivo Petrov'],
  ['june', 'June Park', ['🌴', 'away until Monday']],
  ['kofi', 'Kofi Mensah'],
  ['lea', 'Lea Brandt'],
  ['maya', 'Maya Goldberg'],
  ['nils', 'Nils Aaltonen'],
  ['olu', 'Oluwaseun Adeyemi-Featherstonehaugh'],
  ['priya', 'Priya Raman'],
  ['quinn', 'Quinn Murphy'],
  ['rosa', 'Rosa Jiménez'],
  ['sam', 'Sam Whitfield'],
];

export const rooms: {
  name: string;
  topic: string;
  type: 'public' | 'private';
  messages: number;
  members: number;
}[] = [
  {
    name: 'launch-week',
    topic: 'Everything for the 24 November release · runbook in the wiki · say it here first',
    type: 'public',
    messages: 6000,
    members: 18,
  },
  { name: 'engineering', topic: 'Code, reviews, incidents', type: 'public', messages: 20_000, members: 14 },
  { name: 'design', topic: 'Pixels and words', type: 'public', messages: 5000, members: 11 },
  { name: 'support', topic: 'What customers ask', type: 'public', messages: 4000, members: 12 },
  { name: 'hiring', topic: 'Candidates: be kind, be quick', type: 'private', messages: 1500, members: 5 },
  { name: 'random-and-off-topic-conversations', topic: '', type: 'public', messages: 3500, members: 19 },
  { name: 'standup', topic: 'Yesterday, today, in the way', type: 'public', messages: 2500, members: 14 },
  { name: 'music', topic: 'What is playing', type: 'public', messages: 1000, members: 9 },
  { name: 'عام', topic: 'غرفة للحديث بالعربية', type: 'public', messages: 500, members: 6 },
  { name: 'leadership', topic: '', type: 'private', messages: 800, members: 4 },
  { name: 'books', topic: 'One a month', type: 'public', messages: 700, members: 8 },
];
export const generalMessages = 2500;
export const directMessages = 2000;
