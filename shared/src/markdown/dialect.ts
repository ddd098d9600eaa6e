import MarkdownIt, { type Env } from 'markdown-it';
import { guardedList, readHeading, readParagraph, readQuote, readRule } from './blocks.js';
import { readCodeSpan } from './code.js';
import type { MarkdownIt as Engine, RuleBlock } from './engine.js';
import { readEscape } from './escapes.js';
import { readFence } from './fences.js';
import { readAddress, readBracketedAddress, readLink, readWords } from './links.js';
import { closeDoubleMarks, dropEscapedPairs, readMarks } from './marks.js';
import { readName } from './names.js';
import { depthOf } from './lines.js';
import { readTable } from './tables.js';

/** What a parse notes beside its tokens. */
export interface Parsed extends Env {
  depth: number;
  starts: number[];
}

/** The parser's own rule for lists, which no other door gives. */
function listRule(): RuleBlock {
  const [list] = new MarkdownIt('zero').enable('list').block.ruler.getRules('');
  if (!list) throw new Error('markdown-it has no rule for lists');
  return list;
}

/** Notes where each block of the first level begins in the text: env.starts. */
const placed =
  (rule: RuleBlock): RuleBlock =>
  (state, start, end, silent) => {
    const at = state.bMarks[start] ?? 0;
    const outermost = state.level === 0 && depthOf(state) === 0;
    const done = rule(state, start, end, silent);
    if (done && !silent && outermost) (state.env as Parsed).starts.push(at);
    return done;
  };

/**
 * Parley's dialect: markdown-it without any rule of CommonMark that makes something of what is not clearly a mark, and with
 * ours instead. Decision 020 has the reasons, and lists the differences.
 */
export function dialect(): Engine {
  const engine = new MarkdownIt('zero');
  const { block, inline, core } = engine;
  core.ruler.enableOnly(['normalize', 'block', 'inline']);
  // Of these all end a paragraph, and all but lists end a list's item.
  const ends = { alt: ['paragraph', 'list'] };
  block.ruler.at('fence', placed(readFence), ends);
  block.ruler.at('blockquote', placed(readQuote), ends);
  block.ruler.at('hr', placed(readRule), ends);
  block.ruler.at('heading', placed(readHeading), ends);
  block.ruler.at('table', placed(readTable), ends);
  block.ruler.at('list', placed(guardedList(listRule())), { alt: ['paragraph'] });
  block.ruler.at('paragraph', placed(readParagraph));
  block.ruler.enableOnly(['table', 'fence', 'blockquote', 'hr', 'list', 'heading', 'paragraph']);
  inline.ruler.at('text', readWords);
  inline.ruler.at('linkify', readAddress);
  inline.ruler.at('escape', readEscape);
  inline.ruler.at('backticks', readCodeSpan);
  inline.ruler.at('emphasis', readMarks);
  inline.ruler.at('link', readLink);
  inline.ruler.at('autolink', readBracketedAddress);
  inline.ruler.push('name', readName);
  inline.ruler.enableOnly(['text', 'linkify', 'escape', 'backticks', 'emphasis', 'link', 'autolink', 'name']);
  inline.ruler2.after('balance_pairs', 'escaped_pairs', dropEscapedPairs);
  inline.ruler2.at('strikethrough', closeDoubleMarks);
  inline.ruler2.enableOnly(['balance_pairs', 'escaped_pairs', 'strikethrough', 'emphasis', 'fragments_join']);
  return engine;
}
