/** When the sample shop's orders came in: 18 months that grow towards today, with weekdays, a season and an hour of day. */

const dayMs = 86_400_000;
export const shopDays = 548;

/** How busy each hour of the day (UTC) is: quiet at four in the morning, busiest after dinner. */
const hours = [
  1.2, 0.7, 0.4, 0.3, 0.3, 0.5, 1, 2, 3.2, 4.5, 5.5, 6, 6.2, 5.8, 5.4, 5.2, 5.3, 5.8, 6.6, 7.6, 8.2, 7.4, 5.2, 2.9,
];
const weekdays = [1.15, 1.1, 0.95, 0.95, 0.9, 0.95, 1];

export interface Day {
  /** Midnight UTC as an ISO string. */
  readonly day: string;
  /** Number of its first order; orders are numbered from 1 as they came in. */
  readonly first: number;
  readonly count: number;
  /** How much of the day's orders fit before `now`: 1 for every day but today. */
  readonly top: number;
}

export interface Batch {
  readonly label: string;
  readonly days: readonly Day[];
  readonly from: number;
  readonly to: number;
}

/** Share of a day's orders that came in before each full hour: 25 numbers from 0 to 1. */
export function hourShares(): number[] {
  const all = hours.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return [0, ...hours.map((weight) => (sum += weight) / all)];
}

function shareBefore(hour: number): number {
  const shares = hourShares();
  const whole = Math.min(23, Math.floor(hour));
  const [low = 0, high = 1] = shares.slice(whole, whole + 2);
  return low + (high - low) * (hour - whole);
}

/** Spreads `orders` over the days so that the counts add up exactly. The smaller the shop, the more of it is recent. */
export function calendar(orders: number, now: Date): Day[] {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const top = shareBefore((now.getTime() - today) / 3_600_000);
  const recent = Math.min(0.42, 0.42 * (500 / Math.max(orders, 1)) ** 0.25);
  const dates = Array.from({ length: shopDays + 1 }, (_, index) => new Date(today - (shopDays - index) * dayMs));
  const base = dates.map((date) => ordinary(date, (today - date.getTime()) / dayMs));
  const late = dates.map((date) => Math.exp(-(today - date.getTime()) / dayMs / 9));
  const baseSum = base.reduce((sum, weight) => sum + weight, 0);
  const lateSum = late.reduce((sum, weight) => sum + weight, 0);
  const weights = dates.map((_, index) => {
    const weight = ((base[index] ?? 0) / baseSum) * (1 - recent) + ((late[index] ?? 0) / lateSum) * recent;
    if (index < shopDays) return weight;
    return top < 0.002 ? 0 : weight * Math.max(0.2, top);
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  let first = 1;
  return dates.map((date, index) => {
    sum += weights[index] ?? 0;
    const next = Math.round((sum / all) * orders) + 1;
    const day = { day: date.toISOString(), first, count: next - first, top: index < shopDays ? 1 : top };
    first = next;
    return day;
  });
}

function ordinary(date: Date, age: number): number {
  const month = date.getUTCMonth();
  const season = month >= 10 ? 1.35 : month === 6 || month === 7 ? 0.85 : 1;
  return season * (weekdays[date.getUTCDay()] ?? 1) * (1.2 - (0.6 * age) / shopDays);
}

/** One batch for a small shop, so that it is written in one go; one a month for a large one. */
export function batches(days: readonly Day[], small: boolean): Batch[] {
  const groups = new Map<string, Day[]>();
  for (const day of days) {
    const label = small ? '18 months' : day.day.slice(0, 7);
    groups.set(label, [...(groups.get(label) ?? []), day]);
  }
  return [...groups.entries()]
    .map(([label, members]) => {
      const from = members[0]?.first ?? 1;
      const count = members.reduce((sum, day) => sum + day.count, 0);
      return { label, days: members, from, to: from + count - 1 };
    })
    .filter((batch) => batch.to >= batch.from);
}
