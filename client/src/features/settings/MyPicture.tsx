import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { Failure } from '../../ui/Failure';
import { PictureButtons } from '../../ui/PictureButtons';

/** Sets one's picture from a file, or removes it. The change is published to all one's pages. */
export function MyPicture({ has }: { has: boolean }) {
  const core = useCore();
  const [failure, setFailure] = useState<string>();
  const act = (work: Promise<unknown>): void => {
    setFailure(undefined);
    work.catch((error: unknown) => setFailure(sentenceOf(error)));
  };
  return (
    <div className="mt-1.5">
      <PictureButtons
        has={has}
        onChoose={(file) => act(core.api.putFile('PUT /me/picture', file))}
        onRemove={() => act(core.api.request('DELETE /me/picture'))}
      />
      <Failure>{failure}</Failure>
    </div>
  );
}
