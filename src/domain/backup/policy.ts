/** The shop's backup policy (design document, section 10) and what the judgement lets pass. */
export interface Policy {
  /** When the daily full backup starts, `HH:MM` of the machine's clock. */
  readonly fullAt: string;
  readonly incrementalHours: number;
  readonly walMinutes: number;
  readonly keepFullDays: number;
  readonly keepIncrementalDays: number;
}

export const documentPolicy: Policy = {
  fullAt: '02:00',
  incrementalHours: 6,
  walMinutes: 15,
  keepFullDays: 30,
  keepIncrementalDays: 7,
};

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Durations in seconds, shares from 0 to 1. */
export interface Limits {
  readonly fullWarning: number;
  readonly fullCritical: number;
  readonly anyWarning: number;
  readonly anyCritical: number;
  readonly walWarning: number;
  readonly walCritical: number;
  /** Age of the oldest segment that waits for a failing archiver. */
  readonly readyCritical: number;
  /** How far the repository may lag behind what the server says it archived. */
  readonly agreeWithin: number;
  readonly fullTooOld: number;
  readonly incrementalTooOld: number;
  readonly keepFullDays: number;
  readonly stuckAfter: number;
  readonly stuckFactor: number;
  readonly sizeWarning: number;
  readonly sizeCritical: number;
  readonly durationFactor: number;
  readonly durationLeast: number;
  readonly diskWarning: number;
  readonly diskCritical: number;
  /** Free space must hold the last full backup this many times. */
  readonly diskFulls: number;
  readonly drillWarning: number;
  readonly drillCritical: number;
  readonly archiveTimeout: number;
  readonly clockAhead: number;
}

/** The document's thresholds follow from its policy; another policy moves them along. */
export function limitsOf(policy: Policy, own: Partial<Limits> = {}): Limits {
  const incremental = policy.incrementalHours * hour;
  const wal = policy.walMinutes * minute;
  return {
    fullWarning: day + hour,
    fullCritical: 2 * day + hour,
    anyWarning: incremental + 30 * minute,
    anyCritical: 2 * incremental + 30 * minute,
    walWarning: wal + 2 * minute,
    walCritical: 2 * wal,
    readyCritical: wal,
    agreeWithin: minute,
    fullTooOld: (policy.keepFullDays + 1) * day + hour,
    incrementalTooOld: (policy.keepIncrementalDays + 2) * day,
    keepFullDays: policy.keepFullDays,
    stuckAfter: 2 * hour,
    stuckFactor: 4,
    sizeWarning: 0.5,
    sizeCritical: 0.1,
    durationFactor: 3,
    durationLeast: 10 * minute,
    diskWarning: 0.2,
    diskCritical: 0.1,
    diskFulls: 1.5,
    drillWarning: 35 * day,
    drillCritical: 95 * day,
    archiveTimeout: wal,
    clockAhead: minute,
    ...own,
  };
}
