import type { MessageView } from './messages.js';
import type { MessagePart, PartKind, PartOf } from './parts.js';

/** @returns the first part of a kind; undefined when a message has none */
export function findPart<Kind extends PartKind>(
  { parts = [] }: Pick<MessageView, 'parts'>,
  kind: Kind,
): PartOf<Kind> | undefined {
  const isOfKind = (part: MessagePart): part is PartOf<Kind> => (part.kind as string) === kind;
  return parts.find(isOfKind);
}
