/** What a message's text means: a tree of these. docs/markdown.md describes the dialect to people. */
export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; ordered: boolean; items: Item[] }
  | CodeNode
  | { type: 'table'; align: Align[]; header: Inline[][]; rows: Inline[][][] }
  | { type: 'rule' };

export interface Item {
  /** The number and its sign as they were typed, such as `4.` or `4)`; empty for a bullet. */
  marker: string;
  /** Of a task whether it is done; undefined for any other item. */
  checked?: boolean;
  children: Block[];
}

export interface CodeNode {
  type: 'code';
  /** A known language, in lower case. */
  language?: string;
  text: string;
  /** How many coloured spans may be drawn: what the other nodes leave of the budget. */
  spans: number;
}

export type Align = 'left' | 'center' | 'right' | undefined;

export type Inline =
  /** Line breaks are `\n` in the text. */
  | { type: 'text'; text: string }
  | { type: 'strong' | 'emphasis' | 'strike' | 'spoiler'; children: Inline[] }
  | { type: 'codeSpan'; text: string }
  | { type: 'link'; href: string; title?: string; children: Inline[] }
  | MentionNode
  | { type: 'room'; names: string[]; text: string };

export interface MentionNode {
  type: 'mention';
  /** User names it may mean, in lower case, the longest first: `@jo.I think` is `jo.i` or, with a full stop, `jo`. */
  names: string[];
  /** As it was typed, with its `@`. */
  text: string;
}
