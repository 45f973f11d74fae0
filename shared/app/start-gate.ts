/**
 * Waits for the supervisor's word when there is one: it loads all services of a fleet at once, which takes the longest,
 * and still starts them in the order of their dependencies. A running service's successor loads while that one still serves,
 * so the supervisor is told when the code is in memory. Without a supervisor it returns at once.
 */
export async function startGate(env: NodeJS.ProcessEnv): Promise<void> {
  if (process.send === undefined || env.AURORA_START_GATE !== '1') return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const listen = (message: unknown) => {
    if (message === 'start') resolve();
  };
  // Whoever would have given the word is gone.
  const leave = () => process.exit(0);
  process.on('message', listen);
  process.once('disconnect', leave);
  if (!process.connected) leave();
  process.send({ type: 'loaded' });
  await promise;
  process.off('message', listen);
  process.off('disconnect', leave);
}
