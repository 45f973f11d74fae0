/** Octets of the longest head: two, an extended length of eight, a masking key of four. */
const LONGEST_HEAD = 14;

/** Finds where the frames of a WebSocket end (RFC 6455, section 5.2) in pieces that come as they like. */
export class Frames {
  readonly #head = Buffer.alloc(LONGEST_HEAD);
  /** Octets of the head that have come. */
  #known = 0;
  /** Octets of the payload still to come. */
  #left = 0;

  /** Whether a frame of one's own may go in between here: also between the fragments of a message (section 5.4). */
  get between(): boolean {
    return this.#known === 0 && this.#left === 0;
  }

  /**
   * Reads on.
   * @param toBoundary stop at the first end of a frame
   * @returns octets that were read
   */
  advance(chunk: Buffer, toBoundary = false): number {
    let at = 0;
    while (at < chunk.length && !(toBoundary && this.between)) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at);
        this.#left -= step;
        at += step;
      } else {
        this.#head[this.#known++] = chunk[at++] as number;
        this.#readHead();
      }
    }
    return at;
  }

  #readHead(): void {
    if (this.#known < 2) return;
    const second = this.#head[1] as number;
    const length = second & 0x7f;
    const extended = length === 126 ? 2 : length === 127 ? 8 : 0;
    if (this.#known < 2 + extended + (second & 0x80 ? 4 : 0)) return;
    if (extended === 0) this.#left = length;
    else this.#left = extended === 2 ? this.#head.readUInt16BE(2) : Number(this.#head.readBigUInt64BE(2));
    this.#known = 0;
  }
}
