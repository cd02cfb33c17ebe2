import type { StripDay } from '../../../domain/backup/strip.ts';
import type { Status, Verdict } from '../../../domain/backup/verdict.ts';

/** `backup.status`. The first two are the contract of the command line; times are ISO. */
export interface BackupStatus {
  readonly status: Status;
  readonly rules: readonly Verdict[];
  /** The moment it was judged as of. */
  readonly at: string;
  /** One sentence: what is wrong and worst, or how things stand. */
  readonly sentence: string;
  /** To which moments the shop can be brought back, as a sentence. */
  readonly recoverable: string;
  /** One line for a monitor: `OK - … | full_age=…`. */
  readonly line: string;
  /** The last 30 days, oldest first. */
  readonly calendar: readonly StripDay[];
  readonly wal: {
    /** Written and not archived; null: cannot be seen. */
    readonly lag_bytes: number | null;
    readonly newest: string | null;
    readonly newest_at: string | null;
  };
  /** What the rights of the login keep from us. */
  readonly unseen: readonly string[];
}

/** A time in which every moment can be recovered. */
interface WindowSpan {
  readonly from: string;
  readonly to: string;
  readonly backups: number;
  readonly last_wal: string;
}

export interface BackupWindow {
  /** Null: nothing can be recovered. */
  readonly from: string | null;
  readonly to: string | null;
  readonly spans: readonly WindowSpan[];
  /** Times between the spans, of which nothing can be recovered. */
  readonly holes: readonly { readonly from: string; readonly to: string; readonly missing: string }[];
  /** What makes it less exact than it looks; empty when nothing does. */
  readonly note: string;
}

export interface PlanStep {
  readonly what: string;
  /** To be typed as it stands, as the owner of the cluster. */
  readonly command: string;
}

export interface RestorePlan {
  /** Null: everything that is archived. */
  readonly target: string | null;
  readonly backup: string;
  readonly backup_stopped_at: string;
  readonly wal_from: string;
  readonly wal_to: string;
  /** Null: the newest one. */
  readonly timeline: number | null;
  readonly in_place: boolean;
  readonly run_as: string;
  readonly steps: readonly PlanStep[];
}

/** A row of backup_runs that has ended. */
export interface DrillResult {
  readonly id: string;
  readonly status: 'COMPLETED' | 'FAILED' | 'INTERRUPTED' | 'RUNNING';
  readonly target: string | null;
  readonly backup: string | null;
  readonly message: string | null;
  readonly figures: DrillFigures | null;
}

export interface DrillFigures {
  readonly restore_ms: number;
  readonly replay_ms: number;
  readonly checks_ms: number;
  readonly restored_bytes: number;
  readonly tables: number;
  readonly rows: number;
  /** The last transaction that is in it. */
  readonly recovered_to: string | null;
  /** Answers to what was asked with --check. */
  readonly answers: readonly { readonly check: string; readonly answer: string }[];
  readonly noted_on_backup: boolean;
}
