import type { RightsView } from '@parley/shared/rights';
import type { Actor } from '../../platform/context.js';
import { rightsOf } from './roles.access.js';

/** What a person may do besides their roles: for their pages. */
export const viewRights = ({ server, userId }: Actor): Promise<RightsView> => rightsOf(server, userId);
