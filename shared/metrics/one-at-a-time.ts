/** Milliseconds after which an answer is not waited for any more: its connection may be gone without a word. */
const LOST_MS = 10_000;

/** Asks only if nobody waits for the same answer already: what hangs is not asked again and again. */
export function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let current: { readonly at: number; readonly answer: Promise<T> } | undefined;
  return () => {
    const at = performance.now();
    if (current !== undefined && at - current.at < LOST_MS) return current.answer;
    const asked = { at, answer: ask() };
    current = asked;
    const over = () => {
      if (current === asked) current = undefined;
    };
    asked.answer.then(over, over);
    return asked.answer;
  };
}
