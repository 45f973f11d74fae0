/**
 * A whole number below `below` for a name: always the same, and spread evenly over all of them. FNV-1a with the last
 * steps of MurmurHash3 (fmix32), twice, for 53 bits.
 * @param below at most 2^53
 */
export function draw(name: string, below: number): number {
  const high = hash(name, 0x811c9dc5) >>> 11;
  const low = hash(name, 0x9e3779b9) >>> 0;
  return (high * 2 ** 32 + low) % below;
}

function hash(text: string, basis: number): number {
  let h = basis;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
