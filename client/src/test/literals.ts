import ts from 'typescript';

/** Attributes and properties whose value is shown, or read out by a screen reader. */
const readable = new Set([
  ...['aria-label', 'aria-description', 'alt', 'title', 'placeholder', 'label', 'hint', 'description'],
  ...['text', 'detail', 'means', 'does', 'takes', 'lead', 'button', 'name'],
]);
/** Names that are the same in every language. */
const names =
  /^(Parley|Ctrl|Enter|Shift|Alt|Esc|Edge|Firefox|Chrome|Safari|Android|iOS|macOS|Windows|Linux)$/;

const isSentence = (text: string): boolean => /\p{L}{2}/u.test(text) && !names.test(text.trim());
/** Properties also hold names for programs: those have neither capitals nor spaces. */
const isForPeople = (text: string): boolean => isSentence(text) && /^\p{Lu}|\S \S/u.test(text.trim());

/** The words of a value that are not looked up: in strings, templates and both sides of a choice. */
function wordsIn(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
  if (ts.isJsxExpression(node) || ts.isParenthesizedExpression(node))
    return node.expression ? wordsIn(node.expression) : [];
  if (ts.isConditionalExpression(node)) return [...wordsIn(node.whenTrue), ...wordsIn(node.whenFalse)];
  return [];
}

/** Texts in a source file that people would read and that do not come from the catalogue. For the test that forbids them. */
export function literalsOf(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) found.push(...[node.text].filter(isSentence));
    else if (ts.isJsxAttribute(node) && readable.has(node.name.getText()) && node.initializer)
      found.push(
        ...wordsIn(node.initializer).filter(node.name.getText() === 'name' ? () => false : isSentence),
      );
    else if (ts.isPropertyAssignment(node) && readable.has(node.name.getText()))
      found.push(...wordsIn(node.initializer).filter(isForPeople));
    else if (ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)))
      found.push(...wordsIn(node).filter(isSentence));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true));
  return found.map((text) => text.trim());
}
