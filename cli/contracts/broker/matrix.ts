/** A pact of a version of a consumer, and what a version of its provider made of it. */
export interface MatrixRow {
  readonly consumer: { readonly name: string; readonly version: { readonly number: string } };
  /** Null: no version was held to it. */
  readonly provider: { readonly name: string; readonly version: { readonly number: string } | null };
  readonly verificationResult: { readonly success: boolean } | null;
}

/** The newest row of each pair of versions. */
export function matrixUrl(
  base: string,
  participants: readonly { readonly name: string; readonly version?: string }[],
): string {
  const query = new URLSearchParams();
  for (const { name, version } of participants) {
    query.append('q[][pacticipant]', name);
    if (version !== undefined) query.append('q[][version]', version);
  }
  query.append('latestby', 'cvpv');
  return `${base}/matrix?${query}`;
}
