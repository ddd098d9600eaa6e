import type { MessageView } from '@parley/shared/messages';
import type { MessagePart } from '@parley/shared/parts';
import type { ComponentType } from 'react';
import { useScreens } from '../../core/screens';
import { t } from './text/text';

type PartComponent = ComponentType<{ message: MessageView; part: MessagePart }>;

/** The parts that features add to a message, each by its feature's component. In a chunk of its own: most messages have none. */
export default function MessageParts({ message }: { message: MessageView }) {
  const screens = useScreens();
  return (message.parts ?? []).map((part, i) => {
    const brought = screens.find(({ parts }) => parts?.[part.kind])?.parts?.[part.kind];
    // The part is of this kind: the component was found by it.
    const Part = brought as PartComponent | undefined;
    return Part ? (
      <Part key={i} message={message} part={part} />
    ) : (
      <p key={i} className="m-0 text-[14px] text-faint italic">
        {t('message.unknownPart')}
      </p>
    );
  });
}
