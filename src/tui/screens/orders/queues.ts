import { may, type Role } from '../../../domain/permissions.ts';
import type { AppApi, Choice } from '../../app/screen.ts';

interface Queue {
  readonly label: string;
  readonly hint: string;
  readonly screen: 'orders' | 'refunds' | 'owed';
  readonly params: Readonly<Record<string, string>>;
}

const oldest = (filter: string) => ({ filter, sort: 'oldest' });

/** Lists that people work through, each one choice away. */
const queues: readonly Queue[] = [
  { label: 'To confirm', hint: 'PENDING, oldest first', screen: 'orders', params: oldest('status:PENDING') },
  { label: 'To pick', hint: 'CONFIRMED, oldest first', screen: 'orders', params: oldest('status:CONFIRMED') },
  { label: 'To ship', hint: 'PROCESSING, oldest first', screen: 'orders', params: oldest('status:PROCESSING') },
  { label: 'Mine', hint: 'in work, assigned to me', screen: 'orders', params: oldest('status:PROCESSING assigned:me') },
  { label: 'Stuck', hint: 'rests too long, or owes money', screen: 'orders', params: oldest('stuck:yes') },
  { label: 'Returns', hint: 'came back', screen: 'orders', params: oldest('status:RETURNED') },
  { label: 'All orders', hint: 'newest first', screen: 'orders', params: {} },
  { label: 'Refunds pending', hint: 'not through yet', screen: 'refunds', params: oldest('status:REQUESTED') },
  { label: 'Money owed', hint: 'longest first', screen: 'owed', params: {} },
];

export function queueChoices(role: Role): readonly Choice<Queue>[] {
  return queues.map((value) => {
    const denied = value.screen !== 'orders' && !may(role, 'payments:read');
    const { label, hint } = value;
    return { value, label, hint, disabled: denied ? `${role} may not see payments` : undefined };
  });
}

export async function chooseQueue(app: AppApi): Promise<void> {
  const queue = await app.pick({ title: 'Which orders?', choices: queueChoices(app.actor.role) });
  if (queue?.screen === 'orders') app.replaceParams(queue.params);
  else if (queue) app.navigate(queue.screen, queue.params);
}
