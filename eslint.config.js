import tseslint from 'typescript-eslint';
import boundaries from 'eslint-plugin-boundaries';

const files = [
  { category: 'domain', pattern: 'src/domain/**' },
  { category: 'models', pattern: 'models/**' },
  { category: 'migrations', pattern: 'migrations/**' },
  { category: 'platform', pattern: 'src/platform/**' },
  { category: 'kernel', pattern: 'src/operations/*.ts' },
  { category: 'steps', pattern: 'src/operations/*/steps.ts', capture: ['noun'] },
  { category: 'operation', pattern: ['src/operations/*/*.ts', 'src/operations/*/parts/*.ts'], capture: ['noun'] },
  { category: 'theme', pattern: 'src/tui/theme/**' },
  { category: 'keys', pattern: 'src/tui/keys/**' },
  { category: 'widgets', pattern: 'src/tui/widgets/**' },
  { category: 'app', pattern: 'src/tui/app/**' },
  { category: 'screens-index', pattern: 'src/tui/screens/*.ts' },
  { category: 'screen', pattern: 'src/tui/screens/*/**', capture: ['screen'] },
  { category: 'tui-start', pattern: ['src/tui/*.tsx', 'src/tui/*.ts'] },
  { category: 'cli', pattern: 'src/cli/**' },
  { category: 'main', pattern: 'src/main.ts' },
  { category: 'main', pattern: 'src/docs.ts' },
  { category: 'test', pattern: 'test/**' },
  { category: 'bench', pattern: 'bench/**' },
];

// Who may import whom: architecture.md's table. The first element is the importer.
const policies = [
  ['domain', ['domain']],
  ['models', ['models', 'domain']],
  ['migrations', ['migrations']],
  ['platform', ['platform', 'domain', 'models', 'migrations']],
  ['kernel', ['kernel', 'domain', 'platform', 'operation', 'steps']],
  [
    'steps',
    ['domain', 'models', 'platform', 'kernel', 'steps', ['operation', { noun: '{{from.file.captured.noun}}' }]],
  ],
  [
    'operation',
    ['domain', 'models', 'platform', 'kernel', 'steps', ['operation', { noun: '{{from.file.captured.noun}}' }]],
  ],
  ['theme', ['theme', 'domain']],
  ['keys', ['keys', 'domain']],
  ['widgets', ['widgets', 'theme', 'keys', 'domain']],
  ['app', ['app', 'theme', 'keys', 'widgets', 'domain', 'kernel', 'operation', 'platform']],
  [
    'screen',
    [
      'app',
      'theme',
      'keys',
      'widgets',
      'domain',
      'kernel',
      'operation',
      ['screen', { screen: '{{from.file.captured.screen}}' }],
    ],
  ],
  ['screens-index', ['screen', 'app', 'operation']],
  ['tui-start', ['tui-start', 'app', 'theme', 'keys', 'widgets', 'domain', 'kernel', 'platform', 'screens-index']],
  // keys: a table of words that both faces show
  ['cli', ['cli', 'domain', 'kernel', 'operation', 'platform', 'migrations', 'keys']],
  ['main', ['cli', 'tui-start', 'keys', 'domain', 'platform', 'kernel']],
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
  from: { file: { categories: from } },
  allow: allow.map((to) => ({
    to: { file: Array.isArray(to) ? { categories: to[0], captured: to[1] } : { categories: to } },
  })),
}));

export default tseslint.config(
  { ignores: ['dist/', '**/node_modules/', 'coverage/', 'bench/adminjs/'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { boundaries },
    settings: {
      'boundaries/files': files,
      'boundaries/files-single-match': true,
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
      'no-restricted-properties': [
        'error',
        ...['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'].map((property) => ({
          property,
          message: 'Numbers and times are written as the config says: domain/locale.ts.',
        })),
      ],
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
