import * as z from 'zod';

/** How a rule without words of its own is told: what was given, and what is needed. */
function told(issue: z.core.$ZodRawIssue): string | undefined {
  const given = shown(issue.input);
  switch (issue.code) {
    case 'invalid_value':
      return `${given} is not one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string') return `at least ${issue.minimum} characters are needed`;
      if (issue.origin === 'array') return issue.minimum === 1 ? 'it is empty' : `at least ${issue.minimum} are needed`;
      return `${given} is too little: ${issue.inclusive === false ? `more than ${issue.minimum}` : `${issue.minimum} or more`} is needed`;
    case 'too_big':
      if (issue.origin === 'string') return `at most ${issue.maximum} characters`;
      if (issue.origin === 'array') return `at most ${issue.maximum}`;
      return `${given} is too much: at most ${issue.maximum}`;
    case 'invalid_type':
      return issue.input === undefined ? 'it is needed' : wrongType(issue.expected, issue.input);
    case 'invalid_union':
      return issue.input === undefined ? 'it is needed' : `${given} is not understood`;
    default:
      return undefined;
  }
}

function wrongType(expected: string, input: unknown): string {
  // What a flag's text became that is none.
  if (Number.isNaN(input)) return 'a whole number is needed';
  const number = { int: 'whole number', number: 'number' }[expected];
  if (number !== undefined) return `${shown(input)} is no ${number}`;
  const needed = { array: 'a list', object: 'a record {…}', string: 'text', boolean: 'true or false' }[expected];
  return needed === undefined ? `${shown(input)} is not understood` : `${needed} is needed`;
}

/** What was given, as an error repeats it: in quotation marks, and an end that is cut shows. */
export const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;

const shown = (input: unknown): string =>
  typeof input === 'string' ? quoted(input) : typeof input === 'number' ? String(input) : 'that';

export interface Problem {
  /** The path in the input: `lines.2.sku`. */
  readonly field: string;
  readonly key: string;
  /** Where in it, for people: `row 3, sku`. */
  readonly within: string;
  readonly problem: string;
}

/** What is wrong with an input, each field once: that a reason is empty says that one is needed. */
export function problemsOf({ issues }: z.ZodError): Problem[] {
  const found = new Map<string, Problem>();
  for (const { path, message } of issues) {
    const [key = '', ...rest] = path;
    const within = rest.map((step) => (typeof step === 'number' ? `row ${step + 1}` : String(step))).join(', ');
    const field = path.join('.');
    if (!found.has(field)) found.set(field, { field, key: String(key), within, problem: message });
  }
  return [...found.values()];
}

/** For every schema of the program; words that a schema brings itself come first. */
z.config({ localeError: told });
