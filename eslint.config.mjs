import astro from 'eslint-plugin-astro';
import tseslint from 'typescript-eslint';

/** Who may import whom (see ARCHITECTURE.md): the arrows content → components → playground → runtime/client → protocol never turn back. */
const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
});

const site = [
  '^(astro|@astrojs/)|(^#playground/)|/(components|layouts|pages|playground|content)/',
  'The runtime knows nothing of Astro or of this site.',
];
const otherRealm = (realms) => [
  `(^|/)(${realms})/`,
  'Realms meet only in runtime/protocol: worker code is never imported from another realm.',
];
const clientEntrance = [
  '^#runtime/(?!client/host\\.ts$|differences\\.ts$)',
  'The page enters the runtime only by #runtime/client/host.ts.',
];

export default tseslint.config(
  { ignores: ['dist', '.astro', 'node_modules', 'examples', 'tests/contract/programs', 'public'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/array-type': 'off',
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // Node's modules take whatever a program hands them, and are handed around unbound, as Node's own are.
    files: ['src/runtime/{thread,node}/**/*.ts', 'tests/unit/node/**/*.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  ...astro.configs.recommended,
  {
    files: ['src/playground/**/*.ts', 'src/components/**', 'src/layouts/**', 'src/pages/**'],
    rules: forbid(clientEntrance),
  },
  {
    files: ['src/runtime/client/**/*.ts'],
    rules: forbid(site, otherRealm('host|kernel|thread|node|python')),
  },
  {
    files: ['src/runtime/protocol/**/*.ts'],
    rules: forbid(site, otherRealm('client|host|kernel|thread|node|python')),
  },
  { files: ['src/runtime/host/**/*.ts'], rules: forbid(site, otherRealm('client|thread|node|python')) },
  {
    files: ['src/runtime/kernel/**/*.ts'],
    rules: forbid(site, otherRealm('client|host|thread|node|python')),
  },
  {
    files: ['src/runtime/{thread,node,python}/**/*.ts'],
    rules: forbid(site, otherRealm('client|host|kernel')),
  },
);
