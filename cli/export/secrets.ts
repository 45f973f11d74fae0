import { join } from 'node:path';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { layoutOf } from '../runtimes/layout.ts';

/**
 * The folder of the secrets that an export is made with. In development those of this folder, so that `aurora token` signs for the
 * exported fleet too. Elsewhere some of its own: nobody who develops here has keys to it, and it takes none from what runs here.
 */
export function exportSecrets({ root, environment }: Fleet): string {
  const { secrets } = layoutOf(root);
  return environment === DEFAULT_ENVIRONMENT ? secrets : join(secrets, 'exports', environment);
}
