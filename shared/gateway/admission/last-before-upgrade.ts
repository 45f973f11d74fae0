import { Problem } from '../../errors/index.ts';
import type { Admission } from './admission.ts';

const UPGRADE = /(?:^|[, \t])upgrade(?:$|[, \t])/i;

/**
 * Makes a request for another protocol the last one of its connection, whatever becomes of it: Node forgets what came in one piece with
 * its head, and would take its body for the next request.
 */
export const lastBeforeUpgrade: Admission = ({ raw: { headers } }, { raw: response }) => {
  if (headers.upgrade === undefined || !UPGRADE.test(headers.connection ?? '')) return;
  response.shouldKeepAlive = false;
  if ((headers['content-length'] ?? headers['transfer-encoding']) !== undefined) {
    throw new Problem('malformed_request', { detail: 'A request for another protocol has a body.' });
  }
};
