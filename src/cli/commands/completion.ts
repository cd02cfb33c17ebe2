import { InvalidInput } from '../../domain/errors.ts';
import type { Command } from '../command.ts';
import { completionScript, shells } from '../completion.ts';

export const completion: Command = {
  path: ['completion'],
  summary: 'Print the completion script of a shell.',
  examples: ['completion bash'],
  shape: () => ({
    flags: [],
    positionals: [{ name: 'shell', kind: 'text', summary: 'the shell', values: shells, required: true }],
  }),
  run: async (args, cli) => {
    const shell = shells.find((one) => one === args['shell']);
    if (!shell)
      throw new InvalidInput(`There is no completion for "${String(args['shell']).slice(0, 40)}".`, {
        hint: `It is there for ${shells.join(', ')}.`,
      });
    await cli.out(completionScript(shell));
    return 0;
  },
};
