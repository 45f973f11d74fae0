/** Whether a file is the fleet's own, and no package's. */
export function isOwn(path: string): boolean {
  return !path.includes('node_modules/');
}
