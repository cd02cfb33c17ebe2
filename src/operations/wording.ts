import { z } from 'zod';

/** How a rule without words of its own is told: what was given, and what is needed. */
function told(issue: z.core.$ZodRawIssue): string | undefined {
  const given = shown(issue.input);
  switch (issue.code) {
    case 'invalid_value':
      return `${given} is not one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string') return `at least ${issue.minimum} characters are needed`;
      if (issue.origin === 'array') return `at least ${issue.minimum} are needed`;
      return `${given} is too little: ${issue.inclusive === false ? `more than ${issue.minimum}` : `${issue.minimum} or more`} is needed`;
    case 'too_big':
      if (issue.origin === 'string') return `at most ${issue.maximum} characters`;
      if (issue.origin === 'array') return `at most ${issue.maximum}`;
      return `${given} is too much: at most ${issue.maximum}`;
    case 'invalid_type':
      if (issue.input === undefined) return 'it is needed';
      return issue.expected === 'int' || issue.expected === 'number'
        ? `${given} is no ${issue.expected === 'int' ? 'whole ' : ''}number`
        : undefined;
    default:
      return undefined;
  }
}

const shown = (input: unknown): string =>
  typeof input === 'string' ? `"${input.slice(0, 40)}"` : typeof input === 'number' ? String(input) : 'that';

/** For every schema of the program; words that a schema brings itself come first. */
z.config({ localeError: told });
