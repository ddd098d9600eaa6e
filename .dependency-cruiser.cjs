/** The import rules of docs/architecture.md: main → app → features → platform → shared, never back. */
const between = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
module.exports = {
  forbidden: [
    between(
      'no-cycles',
      {},
      { circular: true },
      'Break the circle: one of the two does not need to know the other.',
    ),
    between(
      'shared-stands-alone',
      { path: '^shared/src' },
      { path: '^(server|client)/' },
      'shared is zod and pure functions.',
    ),
    between('server-not-client', { path: '^server/' }, { path: '^client/' }, 'They meet in shared only.'),
    between('client-not-server', { path: '^client/' }, { path: '^server/' }, 'They meet in shared only.'),
    between(
      'platform-knows-no-feature',
      { path: '^server/src/platform/' },
      { path: '^server/src/(features/|app|main)' },
      'Mechanism must not know what it is for.',
    ),
    between(
      'packages-know-no-parley',
      { path: '^packages/' },
      { path: '^(server|client|shared|e2e|bench|scripts)/' },
      'A package stands alone: what it needs of Parley it is given.',
    ),
    between(
      'packages-meet-at-their-entry',
      { path: '^(server|client|shared|e2e|bench|scripts)/' },
      {
        path: '^packages/(embedded-mongo/(?!src/start\\.ts$)|relay/(?!src/(relay|test/turnClient)\\.ts$)|e2ee/(?!src/e2ee\\.ts$)|mls/(?!src/mls\\.ts$))',
      },
      'Import the package by its name; the rest is its own. Benchmarks use the client of its tests.',
    ),
    between(
      'features-meet-at-doors',
      { path: '^server/src/features/([^/]+)/', pathNot: '\\.test\\.ts$' },
      {
        path: '^server/src/features/',
        pathNot: '^server/src/features/($1/|[^/]+/[a-zA-Z-]+\\.(access|actions|change|view)\\.ts$)',
      },
      'Import .access, .actions, .change or .view of another feature; the rest is its own.',
    ),
    between(
      'users-below-presence',
      { path: '^server/src/features/users/', pathNot: '\\.test\\.ts$' },
      { path: '^server/src/features/presence/' },
      'Presence listens to what users publish on the bus.',
    ),
    between(
      'rooms-below-presence-and-messages',
      { path: '^server/src/features/rooms/', pathNot: '\\.test\\.ts$' },
      { path: '^server/src/features/(presence|messages)/' },
      'Both listen to what rooms publish on the bus, and answer what rooms request there.',
    ),
    between(
      'uploads-below-messages',
      { path: '^server/src/features/uploads/', pathNot: '\\.test\\.ts$' },
      { path: '^server/src/features/(presence|messages)/' },
      'Messages claim files; whether a file is sent is requested on the bus (files.access.ts).',
    ),
    between(
      'presence-below-messages',
      { path: '^server/src/features/presence/', pathNot: '\\.test\\.ts$' },
      { path: '^server/src/features/(messages|reads|push|sync|search)/' },
      'Presence knows who is in which room, and nothing of what they write.',
    ),
    between(
      'settings-stand-alone',
      { path: '^server/src/features/.*\\.settings\\.ts$' },
      { pathNot: '(^|/)node_modules/zod/|^server/src/platform/settingKinds\\.ts$' },
      'config.ts reads them before anything else is loaded.',
    ),
    between(
      'config-reads-settings',
      { path: '^server/src/config\\.ts$' },
      { path: '^server/src/features/', pathNot: '\\.settings\\.ts$' },
      'Everything imports config; it knows of features their settings alone.',
    ),
    between(
      'features-not-app',
      { path: '^server/src/features/', pathNot: '\\.test\\.ts$' },
      { path: '^server/src/(app|main)\\.ts$' },
      'app mounts features.',
    ),
    between(
      'sync-knows-no-feature',
      { path: '^client/src/(sync|ui|platform)/' },
      { path: '^client/src/(core|features|app)/' },
      'The floor of the client: it may not know who uses it.',
    ),
    between(
      'client-core-knows-no-feature',
      { path: '^client/src/core/' },
      { path: '^client/src/(features|app)/' },
      'Features register in app/features.ts; the core calls what they bring.',
    ),
    between(
      'client-features-not-app',
      { path: '^client/src/features/' },
      { path: '^client/src/(app/|main)' },
      'app composes features; what both need belongs into core.',
    ),
    between(
      'client-features-meet-at-doors',
      { path: '^client/src/features/([^/]+)/' },
      { path: '^client/src/features/', pathNot: '^client/src/features/($1/|[^/]+/public/)' },
      'Import from the public folder of another feature; the rest is its own.',
    ),
    between(
      'only-programs-start-programs',
      { path: '^((shared|server|client)/src|packages)/', pathNot: '\\.test\\.tsx?$' },
      { path: '^(e2e|bench|scripts)/' },
      'The product needs none of its tests and tools.',
    ),
    between(
      'text-stands-alone',
      { path: '^client/src/text/', pathNot: '\\.test\\.tsx?$' },
      { path: '^client/src/(?!text/)' },
    ),
    between('ui-knows-no-sync', { path: '^client/src/ui/' }, { path: '^client/src/(sync|platform)/' }),
    between('platform-client', { path: '^client/src/platform/' }, { path: '^client/src/(sync|ui)/' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.tools.json' },
    enhancedResolveOptions: {
      conditionNames: ['parley-source', 'import', 'default'],
      exportsFields: ['exports'],
    },
  },
};
