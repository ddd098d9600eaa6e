export { secondStepIn } from '../secondStep';
