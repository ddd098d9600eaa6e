import { objectId } from '@parley/shared/ids';
import { changeSettingsInput, settingChange, settingName, settingSection } from '@parley/shared/settings';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { changeSettings, listSettings, readHistory, undoChange } from './settings.actions.js';

const sectionParams = z.strictObject({ section: settingName });

export function mountSettings(routes: Routes): void {
  route(
    routes,
    ['get', '/settings'],
    {
      summary: 'Read the settings that admins change, and what a form needs of each',
      scope: 'admin',
      answer: z.strictObject({ sections: z.array(settingSection) }),
    },
    async (actor) => ({ sections: await listSettings(actor) }),
  );
  route(
    routes,
    ['patch', '/settings/:section'],
    {
      summary: 'Change settings, on every server without a restart',
      scope: 'admin',
      proof: true,
      params: sectionParams,
      body: changeSettingsInput,
      answer: settingSection,
    },
    (actor, { params, body }) => changeSettings(actor, params.section, body),
  );
  route(
    routes,
    ['get', '/settings/:section/history'],
    {
      summary:
        'List who has changed settings of a section, newest first; `workspace` for those of the workspace',
      scope: 'admin',
      params: sectionParams,
      answer: z.strictObject({ changes: z.array(settingChange) }),
    },
    async (actor, { params }) => ({ changes: await readHistory(actor, params.section) }),
  );
  route(
    routes,
    ['post', '/settings/:section/history/:changeId/undo'],
    {
      summary: 'Undo a change of settings',
      scope: 'admin',
      proof: true,
      params: z.strictObject({ section: settingName, changeId: objectId }),
    },
    (actor, { params }) => undoChange(actor, params.section, params.changeId),
  );
}
