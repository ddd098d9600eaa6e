/** Written by `npm run docs:api` from the routes of the server. */
import type { paths as P0 } from './signing-in.generated';
import type { paths as P1 } from './workspace.generated';
import type { paths as P2 } from './your-account.generated';
import type { paths as P3 } from './people.generated';
import type { paths as P4 } from './second-factor.generated';
import type { paths as P5 } from './managing-people.generated';
import type { paths as P6 } from './exports.generated';
import type { paths as P7 } from './audit-log.generated';
import type { paths as P8 } from './administration.generated';
import type { paths as P9 } from './rooms.generated';
import type { paths as P10 } from './retention.generated';
import type { paths as P11 } from './user-groups.generated';
import type { paths as P12 } from './roles-and-permissions.generated';
import type { paths as P13 } from './messages.generated';
import type { paths as P14 } from './files.generated';
import type { paths as P15 } from './webhooks.generated';
import type { paths as P16 } from './provisioning.generated';
import type { paths as P17 } from './moderation.generated';
import type { paths as P18 } from './polls.generated';
import type { paths as P19 } from './calls.generated';
import type { paths as P20 } from './search.generated';
import type { paths as P21 } from './catching-up.generated';

export type paths = P0 & P1 & P2 & P3 & P4 & P5 & P6 & P7 & P8 & P9 & P10 & P11 & P12 & P13 & P14 & P15 & P16 & P17 & P18 & P19 & P20 & P21;
