/** Slots to begin with; doubled whenever more than half of them are taken. */
const SMALLEST = 1 << 12;

/**
 * Which texts were seen, in eight bytes a slot and sixteen to thirty-two a text: a hash of 64 bits stands for it. That two of ten million
 * have the same one happens once in 400,000 runs.
 */
export class TextSet {
  #slots = new Uint32Array(2 * SMALLEST);
  #size = 0;
  #high = 0;
  #low = 0;

  get size(): number {
    return this.#size;
  }

  has(text: string): boolean {
    this.#hash(text);
    return this.#taken(this.#find(this.#slots, this.#high, this.#low));
  }

  /** @returns whether it is new */
  add(text: string): boolean {
    this.#hash(text);
    const at = this.#find(this.#slots, this.#high, this.#low);
    if (this.#taken(at)) return false;
    this.#slots[at] = this.#high;
    this.#slots[at + 1] = this.#low;
    this.#size += 1;
    if (this.#size * 4 > this.#slots.length) this.#grow();
    return true;
  }

  copy(): TextSet {
    const copy = new TextSet();
    copy.#slots = this.#slots.slice();
    copy.#size = this.#size;
    return copy;
  }

  #taken(at: number): boolean {
    return this.#slots[at] !== 0 || this.#slots[at + 1] !== 0;
  }

  /** Where it is, or would be. */
  #find(slots: Uint32Array, high: number, low: number): number {
    const mask = slots.length - 1;
    let at = (low << 1) & mask & ~1;
    while ((slots[at] !== 0 || slots[at + 1] !== 0) && !(slots[at] === high && slots[at + 1] === low)) {
      at = (at + 2) & mask;
    }
    return at;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    for (let from = 0; from < this.#slots.length; from += 2) {
      const [high, low] = [this.#slots[from] as number, this.#slots[from + 1] as number];
      if (high === 0 && low === 0) continue;
      const at = this.#find(slots, high, low);
      slots[at] = high;
      slots[at + 1] = low;
    }
    this.#slots = slots;
  }

  /** Two lanes of multiply and xor, mixed at the end (cyrb53, by bryc, in the public domain; all of its 64 bits). */
  #hash(text: string): void {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 2_654_435_761);
      b = Math.imul(b ^ code, 1_597_334_677);
    }
    a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
    b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
    this.#high = a >>> 0 || 1; // both zero is an empty slot
    this.#low = b >>> 0;
  }
}
