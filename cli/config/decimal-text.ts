/** A decimal as text: `decimalText(1250n, 2)` is `12.50`. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Back again; the text has exactly the digits of its scale. Numbers of one scale compare as these do. */
export function unscaledOf(text: string): bigint {
  return BigInt(text.replace('.', ''));
}
