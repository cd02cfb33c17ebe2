import { completionWord, globalFlags, type CommandSource, type Flag } from './command.ts';
import { locate, usesValue } from './locate.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

interface Candidate {
  readonly word: string;
  readonly summary: string;
}

/**
 * What may stand at the cursor, one candidate a line as the shell wants it. Asks no database: names of nouns, verbs,
 * flags and fixed values only; with nothing to say the shell offers files.
 * @param typed the words after `solemate` up to and with the one under the cursor
 */
export async function completeWords(
  shell: string,
  typed: readonly string[],
  commands: readonly CommandSource[],
): Promise<string> {
  const current = typed.at(-1) ?? '';
  // bash makes a word of its own of the = in --status=PENDING.
  const before = typed.slice(0, -1).filter((word) => word !== '=');
  const inline = /^--[^=]+(?==)/u.exec(current)?.[0];
  const prefix = inline === undefined ? '' : `${inline}=`;
  const start = current === '=' ? '' : current.slice(prefix.length);
  const offered = await candidates(inline === undefined ? before : [...before, inline], start, commands);
  return offered
    .filter(({ word }) => word.startsWith(start))
    .map(({ word, summary }) => `${line(shell, prefix + word, summary)}\n`)
    .join('');
}

async function candidates(
  before: readonly string[],
  current: string,
  commands: readonly CommandSource[],
): Promise<Candidate[]> {
  const { source, words } = locate(before, commands);
  const command = await source?.load();
  const shape = command?.shape() ?? { flags: [], positionals: [] };
  const flags = [...shape.flags, ...globalFlags];
  const asked = flags.find((flag) => usesValue(flag) && `--${flag.name}` === before.at(-1));
  if (asked) return valuesOf(asked);
  if (current.startsWith('-')) return flagsLeft(flags, before);
  if (!command) return words.length === 0 ? nouns(commands) : verbs(words[0] ?? '', commands);
  const place = before.filter((word) => !word.startsWith('-')).length - command.path.length;
  const word = shape.positionals[Math.max(0, place)];
  return word ? valuesOf(word) : [];
}

const valuesOf = (flag: Flag): Candidate[] => (flag.values ?? []).map((word) => ({ word, summary: flag.summary }));

function flagsLeft(flags: readonly Flag[], before: readonly string[]): Candidate[] {
  return flags
    .filter(({ name, kind }) => kind === 'list' || !before.includes(`--${name}`))
    .map(({ name, summary }) => ({ word: `--${name}`, summary }));
}

function nouns(commands: readonly CommandSource[]): Promise<Candidate[]> {
  const names = [...new Set(commands.map(({ path }) => path[0] ?? ''))];
  const summaryOf = async (word: string): Promise<string> => {
    const of = commands.filter(({ path }) => path[0] === word);
    const [first] = of;
    return first?.path.length === 1 ? (await first.load()).summary : of.map(({ path }) => path[1]).join(', ');
  };
  return Promise.all(names.map(async (word) => ({ word, summary: await summaryOf(word) })));
}

async function verbs(noun: string, commands: readonly CommandSource[]): Promise<Candidate[]> {
  const of = commands.filter(({ path }) => path[0] === noun);
  const loaded = await Promise.all(of.map((one) => one.load()));
  return loaded.map(({ path, summary }) => ({ word: path[1] ?? '', summary }));
}

function line(shell: string, word: string, summary: string): string {
  if (shell === 'fish') return `${word}\t${summary}`;
  return shell === 'zsh' ? `${word.replaceAll(':', '\\:')}:${summary}` : word;
}

const scripts: Record<Shell, string> = {
  bash: `# bash: solemate completion bash > ~/.local/share/bash-completion/completions/solemate
_solemate() {
  local IFS=$'\\n'
  COMPREPLY=($(solemate ${completionWord} bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o bashdefault -o default -F _solemate solemate
`,
  zsh: `#compdef solemate
# zsh: solemate completion zsh > a folder of $fpath, as _solemate
_solemate() {
  local -a found
  found=("\${(@f)$(solemate ${completionWord} zsh "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then
    _describe solemate found
  else
    _files
  fi
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then
  _solemate "$@"
else
  compdef _solemate solemate
fi
`,
  fish: `# fish: solemate completion fish > ~/.config/fish/completions/solemate.fish
function __solemate_words
    set -l found (solemate ${completionWord} fish (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c solemate -f -a '(__solemate_words)'
`,
};

export const completionScript = (shell: Shell): string => scripts[shell];
