import type { PushTest } from '@parley/shared/push';
import type { ChangeSettingsInput, SettingChange, SettingSection } from '@parley/shared/settings';
import type { Core } from '../../core/core';

export const loadSettings = async (core: Core): Promise<SettingSection[]> =>
  (await core.api.request('GET /settings')).sections;

export const changeSettings = async (
  core: Core,
  section: string,
  input: ChangeSettingsInput,
): Promise<SettingSection> =>
  await core.api.request('PATCH /settings/{section}', { path: { section }, body: input });

export const loadHistory = async (core: Core, section: string): Promise<SettingChange[]> =>
  (await core.api.request('GET /settings/{section}/history', { path: { section } })).changes;

export const undoChange = async (core: Core, section: string, changeId: string): Promise<void> =>
  void (await core.api.request('POST /settings/{section}/history/{changeId}/undo', {
    path: { section, changeId },
  }));

/** Rings on all of one's own devices. @returns what their push services answered */
export const testPush = async (core: Core, words: { title: string; body: string }): Promise<PushTest[]> =>
  (await core.api.request('POST /me/push/test-all', { body: words })).devices;
