import { Avatar } from '../../../ui/Avatar';
import { useNames } from './useNames';

interface FacesProps {
  userIds: readonly string[];
  /** Of one face, in pixels. */
  size: number;
  /** How many are drawn; the rest is a number. */
  most?: number;
}

/** The faces of several people, overlapping; decoration, to stand beside their names or number. */
export function Faces({ userIds, size, most = 4 }: FacesProps) {
  const nameOf = useNames();
  const rest = userIds.length - most;
  return (
    <span aria-hidden="true" className="flex shrink-0 items-center">
      {userIds.slice(0, most).map((userId) => (
        <Avatar
          key={userId}
          id={userId}
          name={nameOf(userId)}
          size={size}
          className="-ms-1 rounded-[28%] ring-2 ring-page first:ms-0"
        />
      ))}
      {rest > 0 && (
        <span className="tabular ms-1.5 text-[13px] text-soft">
          <bdi dir="ltr">+{rest}</bdi>
        </span>
      )}
    </span>
  );
}
