import { personName } from '../../../core/rooms/personName';
import { useAppSelector } from '../../../core/store';

/**
 * Names of people by their ids, for sentences and labels.
 *
 * @returns a function from a user's id to the name; somebody unknown here has a placeholder
 */
export function useNames(): (userId: string) => string {
  const users = useAppSelector((state) => state.people.users.entities);
  return (userId) => personName(users[userId]);
}
