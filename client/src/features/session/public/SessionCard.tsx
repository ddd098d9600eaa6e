export { SessionCard } from '../SessionCard';
