import { createImmediateSigner, type PrivateJwk, SKEW_SECONDS, serviceSubject } from '../../auth/index.ts';
import type { Identity } from '../../context/index.ts';

const LIFETIME_SECONDS = 60;
/** Sent for so long after it was signed: a request may wait in a queue with what is left. */
const SENT_FOR_MS = 30_000;

/** The token with which a request goes on to a service. At once: a new one is signed for each identity every half a minute. */
export type InternalTokens = (identity: Identity) => string;

export interface InternalTokensOptions {
  /** The gateway's own key, whose kid is the gateway's name. */
  readonly key: PrivateJwk;
  readonly fleet: string;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/**
 * What services get in place of a client's token or key: a short-lived token of the gateway that speaks for the client
 * (RFC 8693, section 4.1), and is never good for longer than what the client sent.
 */
export function createInternalTokens({ key, fleet, clock = Date.now }: InternalTokensOptions): InternalTokens {
  const sign = createImmediateSigner({ key, fleet });
  const actor = serviceSubject(key.kid);
  const signed = new WeakMap<Identity, { readonly token: string; readonly until: number }>();

  return (identity) => {
    const now = clock();
    const last = signed.get(identity);
    if (last !== undefined && now < last.until) return last.token;
    const { subject, scopes, roles, expiresAt = Number.POSITIVE_INFINITY } = identity;
    const from = Math.floor(now / 1000);
    // Services accept it for as long as their clocks may be behind.
    const until = Math.min(from + LIFETIME_SECONDS, Math.floor(expiresAt / 1000) - SKEW_SECONDS);
    const token = sign({ subject, scopes, roles, actor }, { from, until });
    signed.set(identity, { token, until: now + SENT_FOR_MS });
    return token;
  };
}
