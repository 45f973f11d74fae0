/** The one table of exit codes; `aurora help exit-codes` and docs/exit-codes.md print it. */
export const EXIT = {
  ok: 0,
  /** A check ran and said no: drift, a failed verification, a degraded fleet. */
  failed: 1,
  /** Unknown command, flag or argument. */
  usage: 2,
  /** `aurora.config.yaml` is missing or wrong. */
  config: 3,
  /** No running fleet, or no such service in it. */
  notRunning: 4,
  /** The machine is not ready: a port is taken, a tool or a permission is missing. */
  machine: 5,
  /** A service, database or broker did not start or died. */
  startup: 6,
  /** Something took longer than it may. */
  timeout: 7,
  /** A defect in Aurora itself. */
  internal: 70,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitName = keyof typeof EXIT;

export interface AuroraErrorOptions {
  exit: ExitName;
  /** Why it happened, and anything that helps to see it: log lines, the holder of a port. One line each. */
  details?: readonly string[];
  /** The next command to type, or the next thing to do. */
  next?: string;
  cause?: unknown;
}

/** An error a person is meant to read. Only `bin/` prints it and sets the exit code. */
export class AuroraError extends Error {
  override readonly name = 'AuroraError';
  /** Stable and snake_case, e.g. `port_taken`: scripts match on it in `--json`. */
  readonly code: string;
  readonly exit: ExitName;
  readonly details: readonly string[];
  readonly next: string | undefined;

  constructor(code: string, message: string, options: AuroraErrorOptions) {
    super(message, { cause: options.cause });
    this.code = code;
    this.exit = options.exit;
    this.details = options.details ?? [];
    this.next = options.next;
  }
}
