/** @throws Error unless the work is refused with this code */
export async function refusedWith(code: string, work: Promise<unknown>): Promise<void> {
  const outcome = await work.then(
    () => 'it was not refused',
    (error: unknown) => error,
  );
  if ((Object(outcome) as { code?: unknown }).code === code) return;
  throw new Error(`This should be refused with ${code}.`, { cause: outcome });
}
