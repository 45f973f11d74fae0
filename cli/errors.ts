/** The one table of exit codes: `aurora help exit-codes` and docs/exit-codes.md print it. */
export const exitCodes = {
  ok: { code: 0, meaning: 'what was asked for is done' },
  failed: { code: 1, meaning: 'a check ran and said no: drift, a failed verification, a degraded fleet' },
  usage: { code: 2, meaning: 'unknown command, flag, argument or service' },
  config: { code: 3, meaning: 'aurora.config.yaml is missing or wrong' },
  notRunning: { code: 4, meaning: 'no running fleet here, or the service does not run in it' },
  machine: { code: 5, meaning: 'the machine is not ready: a port is taken, a tool or a permission is missing' },
  startup: { code: 6, meaning: 'a service, database or broker did not start, or died' },
  timeout: { code: 7, meaning: 'something took longer than it may' },
  internal: { code: 70, meaning: 'a defect in Aurora itself' },
  interrupted: { code: 130, meaning: 'stopped by Ctrl-C' },
} as const;

export type ExitName = keyof typeof exitCodes;

export interface AuroraErrorOptions {
  exit: ExitName;
  /** Why it happened, and anything that helps to see it: log lines, the holder of a port. One line each. */
  details?: readonly string[];
  /** The next command to type, or the next thing to do. */
  next?: string;
  /** What `--json` tells beside: the same facts as the details, for programs. */
  facts?: Readonly<Record<string, unknown>>;
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
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: AuroraErrorOptions) {
    super(asSentence(message), { cause: options.cause });
    this.code = code;
    this.exit = options.exit;
    this.details = options.details ?? [];
    this.next = options.next;
    this.facts = options.facts ?? {};
  }
}

/** Some messages are another program's, which ends them as it likes. */
function asSentence(message: string): string {
  return /[.:!?…]$/.test(message) ? message : `${message}.`;
}
