import { z } from 'zod';
import { defineLiveSection } from '../../platform/liveSettings.js';
import { groupRules } from '../../platform/settingKinds.js';

/** What the groups of the directory give. Owners alone: by it an admin could make others one. */
export const ldapLive = defineLiveSection({
  name: 'ldap',
  ownersOnly: true,
  shape: z.object({ groupRules: groupRules().default([]) }),
  fixedBy: { groupRules: 'LDAP_GROUP_RULES' },
});
