import { TextSet } from './text-set.ts';

/** Numbers that lie closer than this, on average, cost less as bits than as hashes. */
const SPARSEST = 128;
const SOME = 1 << 20;

/** Keys of the rows that were migrated: a bit for each whole number that may be one, else a hash. */
export class KeySet {
  #bits = new Uint8Array(1 << 10);
  readonly #others = new TextSet();
  readonly #gone = new Set<string>();
  readonly #limit: number;
  #size = 0;

  /** @param expected how many keys there will be, more or less */
  constructor(expected: number) {
    this.#limit = expected * SPARSEST + SOME;
  }

  get size(): number {
    return this.#size;
  }

  has(key: string): boolean {
    const number = this.#numberIn(key);
    if (number >= 0) return ((this.#bits[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0;
    return this.#others.has(key) && !this.#gone.has(key);
  }

  /** @returns whether it is new */
  add(key: string): boolean {
    const number = this.#numberIn(key);
    const isNew = number >= 0 ? this.#set(number) : this.#others.add(key) || this.#gone.delete(key);
    if (isNew) this.#size += 1;
    return isNew;
  }

  /** What is hashed cannot be taken out, so it is remembered: few are. */
  delete(key: string): void {
    if (!this.has(key)) return;
    this.#size -= 1;
    const number = this.#numberIn(key);
    if (number >= 0) this.#bits[number >>> 3] = (this.#bits[number >>> 3] as number) & ~(1 << (number & 7));
    else this.#gone.add(key);
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
    if (length === 0 || length > 9 || (length > 1 && key.charCodeAt(0) === 0x30)) return -1;
    let number = 0;
    for (let at = 0; at < length; at++) {
      const digit = key.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) return -1;
      number = number * 10 + digit;
    }
    return number < this.#limit ? number : -1;
  }
}
