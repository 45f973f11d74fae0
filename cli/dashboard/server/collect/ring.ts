/** Rows of numbers with their times, of which the oldest makes room: it takes the same memory after a day as after its first row. */
export class Ring {
  readonly #capacity: number;
  readonly #width: number;
  /** `NaN`: nothing is known. */
  readonly #cells: Float64Array;
  readonly #times: Float64Array;
  #next = 0;
  #size = 0;

  constructor(capacity: number, width: number) {
    this.#capacity = capacity;
    this.#width = width;
    this.#cells = new Float64Array(capacity * width);
    this.#times = new Float64Array(capacity);
  }

  push(time: number, row: readonly (number | null)[]): void {
    this.#times[this.#next] = time;
    for (let column = 0; column < this.#width; column++) {
      this.#cells[this.#next * this.#width + column] = row[column] ?? Number.NaN;
    }
    this.#next = (this.#next + 1) % this.#capacity;
    this.#size = Math.min(this.#size + 1, this.#capacity);
  }

  /** Oldest first, those from `since` on and before `until`. */
  *rows(since: number, until = Number.POSITIVE_INFINITY): Iterable<{ time: number; row: (number | null)[] }> {
    for (let back = this.#size; back > 0; back--) {
      const index = (this.#next - back + this.#capacity) % this.#capacity;
      const time = this.#times[index] as number;
      if (time < since || time >= until) continue;
      const row = [...this.#cells.subarray(index * this.#width, (index + 1) * this.#width)];
      yield { time, row: row.map((cell) => (Number.isNaN(cell) ? null : cell)) };
    }
  }

  /** Of the oldest row; infinite while there is none. */
  get begin(): number {
    return this.#size === 0
      ? Number.POSITIVE_INFINITY
      : (this.#times[(this.#next - this.#size + this.#capacity) % this.#capacity] as number);
  }
}
