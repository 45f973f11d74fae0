/** What clients were told that they have written, by id. */
export class Ledger {
  /** With the version of each. */
  readonly subjects = new Map<string, number>();
  /** With the size of each. */
  readonly files = new Map<string, number>();
  readonly syllabi = new Map<string, { readonly fileId: string | null; readonly version: number }>();
  /** Of files. */
  deletions = 0;

  readonly someSubject = (): string | undefined => {
    const ids = [...this.subjects.keys()].slice(-50);
    return ids[Math.floor(Math.random() * ids.length)];
  };

  /** Events of what others keep copies of: one for each version of a subject, each file, each deletion. */
  get told(): number {
    const versions = [...this.subjects.values()].reduce((sum, version) => sum + version, 0);
    return versions + this.files.size + 2 * this.deletions;
  }
}
