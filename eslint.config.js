import tseslint from 'typescript-eslint';
import boundaries from 'eslint-plugin-boundaries';

const elements = [
  { type: 'domain', pattern: 'src/domain/**', partialMatch: false },
  { type: 'models', pattern: 'models/**', partialMatch: false },
  { type: 'migrations', pattern: 'migrations/**', partialMatch: false },
  { type: 'platform', pattern: 'src/platform/**', partialMatch: false },
  { type: 'kernel', pattern: 'src/operations/*.ts', partialMatch: false },
  { type: 'steps', pattern: 'src/operations/*/steps.ts', partialMatch: false, capture: ['noun'] },
  { type: 'operation', pattern: 'src/operations/*/*.ts', partialMatch: false, capture: ['noun'] },
  { type: 'theme', pattern: 'src/tui/theme/**', partialMatch: false },
  { type: 'keys', pattern: 'src/tui/keys/**', partialMatch: false },
  { type: 'widgets', pattern: 'src/tui/widgets/**', partialMatch: false },
  { type: 'app', pattern: 'src/tui/app/**', partialMatch: false },
  { type: 'screens-index', pattern: 'src/tui/screens/index.ts', partialMatch: false },
  { type: 'screen', pattern: 'src/tui/screens/*/**', partialMatch: false, capture: ['screen'] },
  { type: 'tui-start', pattern: 'src/tui/*.tsx', partialMatch: false },
  { type: 'cli', pattern: 'src/cli/**', partialMatch: false },
  { type: 'main', pattern: 'src/main.ts', partialMatch: false },
  { type: 'test', pattern: 'test/**', partialMatch: false },
  { type: 'bench', pattern: 'bench/**', partialMatch: false },
];

// Who may import whom: architecture.md's table. The first element is the importer.
const policies = [
  ['domain', ['domain']],
  ['models', ['models', 'domain']],
  ['migrations', ['migrations']],
  ['platform', ['platform', 'domain', 'models', 'migrations']],
  ['kernel', ['kernel', 'domain', 'platform', 'operation', 'steps']],
  ['steps', ['domain', 'models', 'platform', 'kernel', 'steps', ['operation', { noun: '{{from.noun}}' }]]],
  ['operation', ['domain', 'models', 'platform', 'kernel', 'steps', ['operation', { noun: '{{from.noun}}' }]]],
  ['theme', ['theme', 'domain']],
  ['keys', ['keys', 'domain']],
  ['widgets', ['widgets', 'theme', 'keys', 'domain']],
  ['app', ['app', 'theme', 'keys', 'widgets', 'domain', 'kernel', 'operation', 'platform']],
  [
    'screen',
    ['app', 'theme', 'keys', 'widgets', 'domain', 'kernel', 'operation', ['screen', { screen: '{{from.screen}}' }]],
  ],
  ['screens-index', ['screen', 'app']],
  ['tui-start', ['tui-start', 'app', 'theme', 'keys', 'widgets', 'domain', 'kernel', 'platform', 'screens-index']],
  ['cli', ['cli', 'domain', 'kernel', 'operation', 'platform', 'migrations']],
  ['main', ['cli', 'tui-start', 'domain', 'platform', 'kernel']],
  [
    'test',
    [
      'test',
      'domain',
      'models',
      'migrations',
      'platform',
      'kernel',
      'steps',
      'operation',
      'theme',
      'keys',
      'widgets',
      'app',
      'screen',
      'screens-index',
      'tui-start',
      'cli',
      'main',
    ],
  ],
  ['bench', ['bench', 'test', 'domain', 'models', 'platform', 'kernel', 'operation', 'cli']],
].map(([from, allow]) => ({
  from: { element: { type: from } },
  allow: allow.map((to) => ({
    to: { element: Array.isArray(to) ? { type: to[0], captured: to[1] } : { type: to } },
  })),
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'boundaries/elements': elements,
      'boundaries/include': ['src/**', 'models/**', 'migrations/**', 'test/**', 'bench/**'],
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js'] } },
    },
    rules: {
      'max-lines': ['error', 400],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'boundaries/dependencies': ['error', { default: 'disallow', policies }],
    },
  },
  {
    files: ['src/domain/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['sequelize', 'pg', 'ink', 'react', 'yargs', 'node:fs*', 'fs*'] }],
    },
  },
  {
    files: ['migrations/**', 'models/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['ink', 'react', 'yargs'] }] },
  },
  {
    files: ['src/tui/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'ink',
              importNames: ['useInput', 'usePaste', 'useFocus', 'Static', 'Transform'],
              message: 'The decoder and dispatcher own the keyboard (terminal.md).',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/tui/screens/**', 'src/tui/widgets/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name=/^(color|backgroundColor|borderColor)$/] > Literal',
          message: 'Colours come from the theme.',
        },
      ],
    },
  },
);
