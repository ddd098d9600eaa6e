import type { SecondStep } from '@parley/shared/errors';
import { ApiError } from '../../platform/api';

/** How a sign-in goes on that was refused for its second step; undefined for any other error. */
export const secondStepIn = (error: unknown): SecondStep | undefined =>
  error instanceof ApiError ? error.problem.secondStep : undefined;
