/** When the page is in sight. Behind others it follows nothing: a browser has six connections to an address, for all its pages together. */
export async function inSight(): Promise<void> {
  if (!document.hidden) return;
  await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
}
