/** What a shell has to know to complete a command line; the scripts are written from this alone. */
export interface Completion {
  readonly commands: readonly CommandCompletion[];
}

export interface CommandCompletion {
  /** `config validate`; the empty string is the root. */
  readonly path: string;
  readonly summary: string;
  readonly flags: readonly FlagCompletion[];
  /** What may follow the command as a word: subcommands and the values its arguments allow. */
  readonly words: readonly Word[];
  /** Whether names of services may follow. */
  readonly services: boolean;
}

export interface FlagCompletion {
  /** `--json`. */
  readonly name: string;
  readonly summary: string;
  /** What follows it. */
  readonly value: 'none' | 'any' | 'file' | 'service' | readonly string[];
}

export interface Word {
  readonly word: string;
  readonly summary: string;
}
