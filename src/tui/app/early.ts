import type { Actor } from '../../domain/permissions.ts';

/**
 * What the first screen is going to ask for, asked while the screens are still being loaded: the database works
 * meanwhile, on a second processor or on another machine.
 */
export interface EarlyAnswer {
  /** Handed out once and while it is fresh, to the same person who asks the same; undefined: ask yourself. */
  readonly take: (operation: string, input: string, actor: Actor) => Promise<{ readonly output: unknown }> | undefined;
  /** Resolves when the database has work for a while and needs nothing of us. */
  readonly asked: Promise<unknown>;
  readonly stop: () => void;
}
