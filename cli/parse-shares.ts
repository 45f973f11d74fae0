/** Per cent, each more than the one before: `5,25`. Undefined: it is no such list. */
export function parseShares(text: string): readonly number[] | undefined {
  const shares = text.split(',').map((part) => (/^\d{1,2}$/.test(part.trim()) ? Number(part) : Number.NaN));
  const isRising = shares.every((share, index) => share > (shares[index - 1] ?? 0));
  return isRising ? shares : undefined;
}
