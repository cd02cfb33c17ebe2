import { Unavailable } from '../../domain/errors.ts';
import { connectionLost } from '../../platform/database/errors.ts';

/** True when the error leaves open whether the act was done: it may be sent again under the same operation id. */
export function unanswered(error: unknown): boolean {
  return error instanceof Unavailable || connectionLost(error);
}
