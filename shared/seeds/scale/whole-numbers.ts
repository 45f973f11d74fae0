interface Limits {
  /** Where rows begin unless they must go further down. */
  readonly first: bigint;
  readonly lowest: bigint;
  readonly highest: bigint;
}

/** Whole numbers from `first` up to the highest, and then from there down to the lowest. */
export function wholeNumbers({ first, lowest, highest }: Limits): { size: number; at(index: number): bigint } {
  const upwards = highest - first + 1n;
  const size = highest - lowest + 1n;
  return {
    size: size > MOST ? Number.MAX_SAFE_INTEGER : Number(size),
    at(index) {
      const n = BigInt(index);
      return n < upwards ? first + n : first - 1n - (n - upwards);
    },
  };
}

const MOST = BigInt(Number.MAX_SAFE_INTEGER);
