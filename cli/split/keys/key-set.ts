import type { Misfit } from '../fit/misfit.ts';
import { uuid } from '../fit/uuid.ts';
import { type Identity, identity, numberIn } from '../identity.ts';
import type { Mapping } from '../mapping/contract.ts';
import { TextSet } from './text-set.ts';

/** Numbers that lie closer than this, on average, cost less as bits than as hashes. */
const SPARSEST = 128;
const SOME = 1 << 20;

/** Keys of a mapping's rows that were migrated: a bit for each whole number that may be one, else a hash of its id. */
export class KeySet {
  #bits = new Uint8Array(1 << 10);
  #isEmpty = true;
  readonly #others = new TextSet();
  readonly #gone = new Set<string>();
  readonly #limit: number;
  readonly #identity: Identity;
  readonly #kept: boolean;
  readonly #folds: boolean;

  /** @param expected how many keys there will be, more or less */
  constructor(mapping: Pick<Mapping, 'identity' | 'ids' | 'foldKeys'>, expected: number) {
    this.#identity = identity(mapping.identity);
    this.#kept = mapping.ids === 'kept';
    this.#folds = mapping.foldKeys;
    this.#limit = expected * SPARSEST + SOME;
  }

  /** Whether nothing was ever added. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** The key as this mapping has it, or why it can be none. */
  normal(key: string): string | Misfit {
    if (this.#kept) return uuid(key);
    return this.#folds ? key.trimEnd().toLowerCase() : key;
  }

  /** @param key as `normal` gives it */
  idOf(key: string): string {
    return this.#kept ? key : this.#identity.of(key);
  }

  has(key: string): boolean {
    const number = this.#numberIn(key);
    if (number >= 0) return this.#hasBit(number);
    const id = this.idOf(key);
    return this.#others.has(id) && !this.#gone.has(id);
  }

  /** Of a row of the new database. */
  hasId(id: string): boolean {
    const number = this.#numberOf(id);
    if (number >= 0) return this.#hasBit(number);
    return this.#others.has(id) && !this.#gone.has(id);
  }

  /** @returns whether it is new */
  add(key: string, id: string): boolean {
    this.#isEmpty = false;
    const number = this.#numberIn(key);
    return number >= 0 ? this.#set(number) : this.#others.add(id) || this.#gone.delete(id);
  }

  /** Of a row that stands in the new database. */
  addId(id: string): void {
    this.#isEmpty = false;
    const number = this.#numberOf(id);
    if (number >= 0) this.#set(number);
    else this.#others.add(id);
  }

  /** What is hashed cannot be taken out, so it is remembered: few are. */
  delete(key: string): void {
    if (!this.has(key)) return;
    const number = this.#numberIn(key);
    if (number >= 0) this.#bits[number >>> 3] = (this.#bits[number >>> 3] as number) & ~(1 << (number & 7));
    else this.#gone.add(this.idOf(key));
  }

  /** -1: it was made of no number, or by another name. */
  #numberOf(id: string): number {
    const number = this.#kept ? -1 : numberIn(id);
    return number >= 0 && number < this.#limit && this.#identity.of(String(number)) === id ? number : -1;
  }

  #hasBit(number: number): boolean {
    return ((this.#bits[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0;
  }

  #set(number: number): boolean {
    const at = number >>> 3;
    if (at >= this.#bits.length) {
      const bits = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      bits.set(this.#bits);
      this.#bits = bits;
    }
    const [byte, bit] = [this.#bits[at] as number, 1 << (number & 7)];
    this.#bits[at] = byte | bit;
    return (byte & bit) === 0;
  }

  /** -1: it is none, or too large to be a bit. */
  #numberIn(key: string): number {
    const { length } = key;
    if (this.#kept || length === 0 || length > 9 || (length > 1 && key.charCodeAt(0) === 0x30)) return -1;
    let number = 0;
    for (let at = 0; at < length; at++) {
      const digit = key.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) return -1;
      number = number * 10 + digit;
    }
    return number < this.#limit ? number : -1;
  }
}
