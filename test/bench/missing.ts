/** A program that a row is measured with is not on this machine. */
export class Missing extends Error {
  /** @param program also the name of its package in Debian */
  constructor(program: string, cause: unknown) {
    super(`${program} is not here. Next: apt-get install ${program}`, { cause });
  }
}

/** What an error of a program that could not be run means. */
export function missing(program: string, error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Missing(program, error) : error;
}
