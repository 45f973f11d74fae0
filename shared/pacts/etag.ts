import { MatchersV3 } from '@pact-foundation/pact';

/** Of whatever is answered. */
export const ETAG = MatchersV3.regex(/^(W\/)?"[^"]+"$/, '"1"');
