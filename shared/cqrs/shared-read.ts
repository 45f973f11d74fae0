/**
 * Lets those who ask at the same time share a read, however many they are: who asks while one is under way gets the next one, which begins
 * once that has ended. So each has an answer that was read after it asked, and the database is read by one of them at a time.
 */
export function sharedRead<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const begin = () => {
    next = undefined;
    running = read().finally(() => {
      if (!next) running = undefined;
    });
    return running;
  };
  return () => {
    if (!running) return begin();
    next ??= running.then(begin, begin);
    return next;
  };
}
