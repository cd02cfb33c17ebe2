import { globalFlags, type Command, type Flag } from './command.ts';

/** docs/cli.md: every command with its flags, examples and JSON columns, made from what the program runs. Pure. */
export function cliMarkdown(commands: readonly Command[]): string {
  const nouns = [...new Set(commands.map(({ path }) => path[0] ?? ''))].sort();
  const parts = [
    intro,
    '## Flags of every command',
    flagTable(globalFlags),
    exitCodes,
    environment,
    '## Commands',
    nouns.map((noun) => `- ${commandsOf(noun, commands).map(link).join(' · ')}`).join('\n'),
    ...nouns.flatMap((noun) => commandsOf(noun, commands).map(section)),
  ];
  return `${parts.join('\n\n')}\n`;
}

const intro = `<!-- Made by \`npm run docs\` from the operations; do not edit. -->

# Command line

\`solemate\` opens the terminal, \`solemate <noun> <verb> [flags]\` runs one operation. Every command has \`--help\`.

- \`--json\` prints one document on standard output and nothing else. What only looks prints the data itself, a list
  \`{"rows": […], "next": cursor or null}\`, what writes
  \`{"operation_id": …, "replayed": false, "dry_run": false, "result": …}\`. Keys are column names (snake_case), amounts are
  decimal strings, times ISO 8601 in UTC.
- Errors go to standard error as a sentence and a hint; with \`--json\` as
  \`{"error": {"code": …, "message": …, "hint": …, "details": {…}}}\`.
- \`--csv\` of lists is RFC 4180; a cell that a spreadsheet would run as a formula begins with an apostrophe.
- Lists have a flag for each filter. A value may begin with \`>\`, \`>=\`, \`<\`, \`<=\` where the filter compares: \`--total '>100'\`.
- Destructive acts ask; where nobody can be asked they need \`--yes\`.
- Where a command takes several records, each runs in a transaction of its own and has its own result: name them, pipe
  them in (\`-\`, one a line), or mean all rows of a list with \`--matching "status:PENDING total:>100"\`. With \`--json\` it
  prints \`{"operation_id": …, "dry_run": …, "done": n, "failed": n, "not_tried": n, "rows": [{"key", "state", "replayed",
  "result", "error"}]}\` and ends with 3 when any was refused. The same run again with its \`--operation-id\` does only what
  is not done yet. One record by name answers as if there were no others.
- A file flag takes a path, or \`-\` for standard input.
- \`--operation-id UUID\` names an act: sent twice, it is done once, and the second answer is the first one again.`;

const exitCodes = `## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | a bug or an unexpected failure |
| 2 | wrong usage: nothing was tried |
| 3 | refused by a rule of the shop, or changed by somebody else first; also when some of many rows or records were refused (\`--partial\`, \`--matching\`): what was done is done and printed |
| 4 | not found |
| 5 | forbidden, or not signed in |
| 6 | the database cannot be reached, is too old or is not set up |
| 130 | interrupted, or not confirmed |`;

const environment = `## Environment

| variable | meaning |
|---|---|
| \`SOLEMATE_DATABASE_URL\` | PostgreSQL URL of the store; without it and without a profile the embedded store is used |
| \`SOLEMATE_PROFILE\` | named profile of the configuration |
| \`SOLEMATE_HOME\` | folder of configuration, embedded store and logs |
| \`SOLEMATE_TOKEN\` | session token for scripts, instead of the token file that \`login\` writes |
| \`SOLEMATE_PII_KEY\` | key for contact data |
| \`SOLEMATE_STRIPE_KEY\` | secret key of the shop's Stripe account; else the setting \`stripeKeyCommand\`, else the file \`stripe.key\` (mode 0600) in the home |
| \`SOLEMATE_STRIPE_URL\` | another place that speaks Stripe's API, for tests |
| \`SOLEMATE_STRIPE_TIMEOUT\` | seconds that one request to Stripe may take, at most 20 (15); it is repeated twice |
| \`SOLEMATE_SAMPLE_ROLE\` | role in the embedded sample shop: admin, manager, warehouse or oncall |
| \`SOLEMATE_LOG_LEVEL\` | what the log file keeps: error, warn, info or debug |
| \`SOLEMATE_SEED_PASSWORD\` | password of the staff that \`db seed\` makes |
| \`NO_COLOR\` | no colours |`;

const commandsOf = (noun: string, commands: readonly Command[]) => commands.filter(({ path }) => path[0] === noun);

const link = ({ path }: Command): string => `[${path.join(' ')}](#${path.join('-')})`;

function section(command: Command): string {
  const { path, summary, examples, columns, roles } = command;
  const { positionals, flags, variadic } = command.shape();
  const words = positionals.map(({ name, required }, index) => {
    const many = variadic && index === positionals.length - 1 ? '..' : '';
    return required ? `<${name}${many}>` : `[${name}${many}]`;
  });
  const usage = ['solemate', ...path, ...words, ...(flags.length > 0 ? ['[flags]'] : [])].join(' ');
  return [
    `### ${path.join(' ')}`,
    summary,
    `\`\`\`\n${usage}\n\`\`\``,
    ...(positionals.length + flags.length > 0 ? [flagTable(flags, positionals)] : []),
    ...(columns ? [`Columns of \`--json\` and \`--csv\`: ${columns.map((one) => `\`${one}\``).join(', ')}`] : []),
    ...(examples.length > 0 ? [`\`\`\`sh\n${examples.map((one) => `solemate ${one}`).join('\n')}\n\`\`\``] : []),
    ...(roles ? [`For: ${roles.join(', ')}`] : []),
  ].join('\n\n');
}

function flagTable(flags: readonly Flag[], words: readonly Flag[] = []): string {
  const row = (shown: string, { summary, values, fallback, required }: Flag) => {
    const notes = [
      ...(values?.length ? [`one of ${values.map((value) => `\`${value}\``).join(', ')}`] : []),
      ...(fallback === undefined ? [] : [`default ${fallback}`]),
      ...(required ? ['needed'] : []),
    ];
    return `| \`${shown}\` | ${[summary, ...notes].filter(Boolean).join('; ').replaceAll('|', '\\|')} |`;
  };
  const value = ({ kind }: Flag) => (kind === 'switch' ? '' : ` ${kind.toUpperCase()}`);
  return [
    '| flag | meaning |\n|---|---|',
    ...words.map((flag) => row(flag.name, flag)),
    ...flags.map((flag) => row(`--${flag.name}${value(flag)}`, flag)),
  ].join('\n');
}
