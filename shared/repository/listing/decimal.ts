/** A number with at most as many digits as every database compares exactly: 35 before the point and 30 after it. */
export function isDecimal(text: string): boolean {
  return /^-?\d{1,35}(\.\d{1,30})?$/.test(text);
}
