import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/*.generated.ts',
      'data/**',
      'shots/**',
      'packages/mls/wasm/**',
      'e2e/world/skew.mjs',
      'eslint.config.js',
      '.dependency-cruiser.cjs',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: ['./tsconfig.tools.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-lines': ['error', { max: 300 }],
      complexity: ['error', { max: 20 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      // These four cannot tell our uses from mistakes: BSON classes are structural, `void` marks a promise nobody awaits.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only server/src/config.ts reads the environment; take a config field instead.',
        },
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Draw text from the nodes of parseMessage; raw HTML is how scripts get in.',
        },
        {
          selector: 'TSAsExpression > TSNeverKeyword',
          message: '`never` fits everywhere, so nothing is checked: say what type it is.',
        },
      ],
    },
  },
  {
    files: ['client/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      // An import of types alone must not carry the module, and with it zod, into the browser.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  {
    files: [
      'server/src/config.ts',
      '**/test/**',
      '**/*.test.{ts,tsx}',
      '**/*.setup.ts',
      'e2e/**',
      'bench/**',
    ],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    // Absent on a page over plain http, where a test on localhost does not miss it.
    files: ['client/src/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'crypto', property: 'randomUUID', message: 'Only over https: take newId.' },
        {
          object: 'crypto',
          property: 'subtle',
          message: 'Only over https: say beside it what happens without.',
        },
      ],
    },
  },
  {
    // Plain programs of Node: no types to check, and what they read of the environment is theirs.
    files: ['scripts/**'],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, 'no-restricted-syntax': 'off' },
  },
  {
    // A story is told in one function. Two tests and two tools of tests decide much in one switch.
    files: ['**/test/**', '**/*.test.{ts,tsx}', '**/*.story.ts', 'e2e/**', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', complexity: ['error', { max: 26 }] },
  },
);
