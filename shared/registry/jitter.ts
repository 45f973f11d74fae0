/** A fifth more or less: instances that started together do not call together for ever. */
export function jittered(ms: number): number {
  return ms * (0.8 + Math.random() * 0.4);
}
