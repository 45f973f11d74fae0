/** A rule that keeps the result of a query as a series of its own: `level:metric:operation` as Prometheus advises. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A rule that tells people. */
export interface AlertRule {
  /** PascalCase; the heading of its section in docs/alerts.md. */
  readonly alert: string;
  readonly expr: string;
  /** Seconds for which it has to hold; absent: at once. */
  readonly forSeconds?: number;
  /** `critical`: somebody has to act now; `warning`: somebody has to look today. */
  readonly severity: 'critical' | 'warning';
  readonly labels?: Readonly<Record<string, string>>;
  /** A line, in Go's templates as Prometheus fills them in. */
  readonly summary: string;
  /** With values, in Go's templates. */
  readonly description: string;
  /** The command to type next. */
  readonly next: string;
}

export interface RuleGroup {
  readonly name: string;
  /** Between two evaluations; absent: as often as instances are asked. */
  readonly intervalSeconds?: number;
  readonly rules: readonly (RecordingRule | AlertRule)[];
}

export function isAlert(rule: RecordingRule | AlertRule): rule is AlertRule {
  return 'alert' in rule;
}

/** A span as Prometheus writes it. */
export function promDuration(seconds: number): string {
  for (const [unit, of] of UNITS) if (seconds % of === 0) return `${seconds / of}${unit}`;
  return `${seconds}s`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;
