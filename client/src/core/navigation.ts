import { useLocation } from 'wouter';

/** Goes to an address of this page; `replace` leaves no step in the history. */
export type Navigate = (to: string, options?: { replace?: boolean }) => void;

export const useNavigate = (): Navigate => useLocation()[1];
