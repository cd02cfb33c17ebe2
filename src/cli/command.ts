import { commandName } from '../domain/command-name.ts';
import type { Cli } from './context.ts';

/**
 * How a flag is read. `text` stays exactly what was typed (a SKU 007, a quantity 1e3): what it means is decided by the
 * operation's schema. `number` becomes a number when it looks like one, `json` is parsed, `file` is a path or `-`.
 */
type FlagKind = 'text' | 'number' | 'switch' | 'list' | 'json' | 'file';

export interface Flag {
  /** As typed, without dashes: kebab-case. */
  readonly name: string;
  readonly kind: FlagKind;
  readonly summary: string;
  /** What may be given, for help and completion. */
  readonly values?: readonly string[];
  /** Shown in help. */
  readonly fallback?: string;
  readonly required?: boolean;
  /** An empty text means "none". */
  readonly nullable?: boolean;
}

export interface Shape {
  readonly flags: readonly Flag[];
  /** Plain words, in order. */
  readonly positionals: readonly Flag[];
  /** The last positional takes all remaining words. */
  readonly variadic?: boolean;
}

/** What was typed, by flag name; absent when it was not. */
export type Arguments = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** One command of the command line, made from an operation or a list, or written by hand in commands/. */
export interface Command {
  readonly path: readonly string[];
  readonly summary: string;
  /** Without the leading `solemate`. */
  readonly examples: readonly string[];
  /** Keys of the rows of `--json` and `--csv`, for the docs. */
  readonly columns?: readonly string[];
  /** Roles that may run it; undefined where nobody signs in. */
  readonly roles?: readonly string[];
  /** Made on demand: a start pays for the flags of one command only. */
  shape(): Shape;
  /** @returns the exit code */
  run(args: Arguments, cli: Cli): Promise<number>;
}

/** What is known of a command before anybody asks for it: its words. A start loads the one that it runs. */
export interface CommandSource {
  readonly path: readonly string[];
  /** Somebody signed in works with the store: both can be opened before it is loaded. */
  readonly signedIn?: boolean;
  load(): Promise<Command>;
}

export const kebab = (key: string): string => key.replaceAll('_', '-').replace(/[A-Z]/gu, (c) => `-${c.toLowerCase()}`);

/** `orders.pick_list` is `orders pick-list`. */
export const wordsOf = (name: string): string[] => commandName(name).split(' ');

export const textFlag = (name: string, summary: string, more: Partial<Flag> = {}): Flag => ({
  name,
  kind: 'text',
  summary,
  ...more,
});

export const switchFlag = (name: string, summary: string): Flag => ({ name, kind: 'switch', summary });

/** Flags that every command takes. */
export const globalFlags: readonly Flag[] = [
  switchFlag('json', 'print one JSON document and nothing else'),
  switchFlag('yes', 'do not ask before a destructive act'),
  textFlag('url', 'PostgreSQL URL of the store (SOLEMATE_DATABASE_URL)'),
  textFlag('profile', 'named profile of the configuration (SOLEMATE_PROFILE)'),
  textFlag('home', 'folder of configuration, embedded store and logs (SOLEMATE_HOME)'),
  switchFlag('read-only', 'open the store read-only'),
  { ...switchFlag('color', 'colours; --no-color or NO_COLOR turns them off'), fallback: 'when on a terminal' },
  switchFlag('verbose', 'tell more: progress lines, the stack of an unexpected failure'),
  switchFlag('help', 'show this help'),
  switchFlag('version', 'show the version'),
];

/** Only without a command, for the terminal on the embedded sample store. */
export const roleFlag: Flag = textFlag('role', 'the terminal as this member of the sample staff', {
  values: ['admin', 'manager', 'warehouse', 'oncall'],
});

/** Hidden first word by which completion scripts ask; the words typed so far follow. */
export const completionWord = '__complete';
