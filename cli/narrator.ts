/**
 * How an action tells what it is doing. A TTY shows it as a living list, a pipe as plain lines, `--json` not at all.
 * Everything goes to stderr; stdout belongs to the result.
 */
export interface Narrator {
  /** Runs one step and shows it as pending, done (with its duration) or failed. Steps may nest and run at once. */
  step<T>(title: string, work: (step: StepNarrator) => Promise<T>): Promise<T>;
  info(line: string): void;
  warn(line: string): void;
}

export interface StepNarrator {
  /** Replaces the note beside the title, e.g. `migrating 2 of 5`. */
  note(text: string): void;
}
