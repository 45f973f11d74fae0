import type { Identity } from '../context/index.ts';

export interface VerifiedToken {
  readonly identity: Identity;
  /** Epoch milliseconds: until then it need not be checked again. */
  readonly validUntil: number;
}

/** Checks a token by the rules of whoever signed it. Rejects with a `Problem`, or an error of jose. */
export type TokenCheck = (token: string) => Promise<VerifiedToken>;

/**
 * Tokens whose signature was checked already. Only genuine tokens get in, so nobody can flush it with rubbish;
 * when full, the one that came first leaves: within minutes each would expire anyway.
 */
export class VerifiedTokens {
  readonly #capacity: number;
  readonly #tokens = new Map<string, VerifiedToken>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  find(token: string, now: number): Identity | undefined {
    const found = this.#tokens.get(token);
    if (found === undefined) return undefined;
    if (now < found.validUntil) return found.identity;
    this.#tokens.delete(token);
    return undefined;
  }

  add(token: string, verified: VerifiedToken): void {
    if (this.#tokens.size >= this.#capacity) {
      const [oldest] = this.#tokens.keys();
      this.#tokens.delete(oldest as string);
    }
    this.#tokens.set(token, verified);
  }
}
