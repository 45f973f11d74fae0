/** A file of an export: planners return these and touch nothing. */
export interface ExportedFile {
  /** Relative to the export's folder, with forward slashes. */
  readonly path: string;
  readonly content: string;
  /** Whether only the owner may read it. */
  readonly secret?: boolean;
}

/** What a run has done with a file. */
export interface ExportChange {
  readonly path: string;
  readonly action: 'created' | 'updated' | 'unchanged' | 'removed';
}
