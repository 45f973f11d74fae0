declare module 'negotiator' {
  /** Only what is used. */
  export default class Negotiator {
    constructor(request: { readonly headers: { readonly 'accept-encoding': string } });
    /** Those of `available` that are acceptable, best first; of equals, first what is `preferred`. */
    encodings(available: readonly string[], options?: { readonly preferred: readonly string[] }): string[];
  }
}
