/** What the last successful run left behind, committed with the code it describes. */
export const RECORD = '.aurora/generated';
export const MANIFEST = `${RECORD}/manifest.json`;
export const MODEL = `${RECORD}/model.json`;
export const PENDING = `${RECORD}/pending.json`;
/** Below it, what merged files were before edits. */
export const BASE = `${RECORD}/base/`;
const SUFFIX = '.base';

/** The suffix keeps npm, jest and dependency bots from taking a pristine package.json for a package. */
export function basePath(path: string): string {
  return `${BASE}${path}${SUFFIX}`;
}
