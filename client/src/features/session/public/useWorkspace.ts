export { useWorkspace } from '../useWorkspace';
