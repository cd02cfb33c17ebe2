import { run, type Operation } from '../../../src/operations/operation.ts';
import type { z } from 'zod';
import type { Role } from '../../../src/domain/permissions.ts';
import { connectDatabase } from '../../../src/platform/database/connect.ts';
import type { Shop } from '../shop.ts';

/**
 * So many people, each with a connection of his own, all at once. On a busy machine the queue for one place is longer
 * than a person would wait: here they wait.
 */
export async function crowd<T>(
  shop: Shop,
  size: number,
  work: (person: Person, n: number) => Promise<T>,
): Promise<T[]> {
  const databases = Array.from({ length: size }, () =>
    connectDatabase({ url: shop.appUrl, poolSize: 1, limits: { lock: 60_000 } }),
  );
  try {
    return await Promise.all(
      databases.map((database, n) =>
        work(
          {
            async act(operation, input, as = 'warehouse', operationId) {
              const call = { database, actor: shop.actor(as), ...(operationId !== undefined && { operationId }) };
              return (await run(operation, input, call)).output;
            },
          },
          n,
        ),
      ),
    );
  } finally {
    await Promise.all(databases.map((one) => one.close()));
  }
}

export interface Person {
  act<I extends z.ZodObject, O>(operation: Operation<I, O>, input: object, as?: Role, operationId?: string): Promise<O>;
}
