import { globalFlags, roleFlag, type CommandSource, type Flag } from './command.ts';

export const usesValue = (flag: Flag): boolean => flag.kind !== 'switch';

export interface Located {
  readonly source: CommandSource | undefined;
  /** The first two plain words. */
  readonly words: readonly string[];
}

/** The command that the first plain words name. Flags of all commands may stand before them. */
export function locate(argv: readonly string[], commands: readonly CommandSource[]): Located {
  const withValue = new Set([...globalFlags, roleFlag].filter(usesValue).map(({ name }) => `--${name}`));
  const words: string[] = [];
  for (let index = 0; index < argv.length && words.length < 2; index += 1) {
    const token = argv[index] ?? '';
    if (token === '--') break;
    if (withValue.has(token)) index += 1;
    else if (!token.startsWith('-')) words.push(token);
  }
  const fits = ({ path }: CommandSource) => path.every((word, index) => words[index] === word);
  return { source: commands.find(fits), words };
}
