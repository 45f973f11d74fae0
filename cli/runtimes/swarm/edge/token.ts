import { createHash } from 'node:crypto';
import type { Fleet } from '../../../config/model.ts';
import { passwordFile } from '../../databases/of-service.ts';
import { layoutOf } from '../../layout.ts';
import { newPassword, secretOnce } from '../../secret-file.ts';

/** By which the edges know who may switch; made once, and known to whoever may read the fleet's secrets. */
export function edgeToken(fleet: Pick<Fleet, 'root'>): Promise<string> {
  return secretOnce(edgeTokenFile(fleet), newPassword);
}

export function edgeTokenFile({ root }: Pick<Fleet, 'root'>): string {
  return passwordFile(layoutOf(root).docker, 'edges');
}

/** What the edges have of it: nobody gets back to the token from there. */
export function digestOf(token: string): string {
  // In HAProxy's letters.
  return createHash('sha256').update(token).digest('hex').toUpperCase();
}
