export { SecondStepScreen } from '../SecondStepScreen';
