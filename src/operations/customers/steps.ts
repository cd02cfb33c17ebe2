import { along, mostPeople, type Few } from '../few.ts';
import { likeAnywhere } from '../like.ts';
import type { Bind } from '../listing.ts';
import { fullName } from './parts/find.ts';

export { Customer, customerName, findCustomer } from './parts/find.ts';
export { loadCart, type CartLine } from './parts/show-parts.ts';

/** A condition on the column that holds a customer's id: part of the name or of the e-mail. */
export function customersLike(column: string, bind: Bind, text: string, few: Few): string {
  const condition = (pattern: string) => `${fullName} like lower(${pattern}) or lower(u.email) like lower(${pattern})`;
  const ids = few(`select u.id from users u where ${condition('$1')}`, [likeAnywhere(text)], mostPeople);
  if (ids) return `${column} = any (${bind(ids)}::uuid[])`;
  return along(`from users u where u.id = ${column} and (${condition(bind(likeAnywhere(text)))})`);
}
