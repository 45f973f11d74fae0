import { Problem } from '../../errors/index.ts';
import type { Admission } from './admission.ts';
import type { Refused } from './refusals.ts';

/** @param bytes as they came over the wire: Node decodes nothing, and refuses all that is not ASCII */
export function limitUrl(bytes: number, refused: Refused): Admission {
  return ({ raw: { url = '' } }) => {
    if (url.length <= bytes) return;
    refused('uri_too_long');
    throw new Problem('uri_too_long', { detail: `A URL of more than ${bytes} bytes.` });
  };
}
