import { PerformanceObserver } from 'node:perf_hooks';
import v8 from 'node:v8';

/** Bytes. V8's own bound is four times as much, which a terminal that repaints all day fills and never gives back. */
const enough = 32 * 2 ** 20;

/**
 * Keeps the space for what lives a moment from growing without need: half a day of live changes takes 100 MB less of the
 * machine. It may still grow at first, as a scavenge of a space that is too small comes amid every other key.
 */
export function boundYoungSpace(): void {
  let bounded = false;
  const look = () => {
    const young = v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    const full = (young?.space_size ?? 0) >= enough;
    if (full === bounded) return;
    bounded = full;
    v8.setFlagsFromString(`--semi-space-growth-factor=${full ? 1 : 2}`);
  };
  // Looked at after a collection, the only time when it grows.
  new PerformanceObserver(look).observe({ entryTypes: ['gc'] });
}
