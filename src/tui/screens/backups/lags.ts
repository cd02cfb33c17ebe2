import type { BackupStatus } from '../../../operations/backup/parts/types.ts';

interface Lag {
  readonly at: string;
  readonly bytes: number;
}

/** What waited to be archived at each look of this session: half an hour at two looks a minute. */
const lags: Lag[] = [];
const kept = 60;

/** With that of this answer, once however often it is painted; oldest first. */
export function lagsWith({ at, wal: { lag_bytes: bytes } }: BackupStatus): readonly number[] {
  if (bytes !== null && lags.at(-1)?.at !== at) {
    lags.push({ at, bytes });
    lags.splice(0, lags.length - kept);
  }
  return lags.map((one) => one.bytes);
}
