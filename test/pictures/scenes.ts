import type { Role } from '../../src/domain/permissions.ts';
import type { TestTerminal } from '../helpers/terminal.ts';

/** A picture of the documentation: how to get there, as a person would. */
export interface Scene {
  readonly name: string;
  readonly title: string;
  readonly role: Role;
  readonly columns: number;
  readonly rows: number;
  readonly play: (terminal: TestTerminal) => Promise<void>;
}

export const scenes: readonly Scene[] = [
  {
    name: 'dashboard',
    title: 'The dashboard of the sample shop',
    role: 'manager',
    columns: 120,
    rows: 36,
    play: (terminal) => terminal.sees('orders today'),
  },
];
