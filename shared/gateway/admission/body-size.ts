import { Problem } from '../../errors/index.ts';
import type { Admission } from './admission.ts';
import type { Refused } from './refusals.ts';

export interface BodyLimit {
  readonly bytes: number;
  /** What to say, once, of a body that is larger. */
  readonly exceeded: () => Problem;
}

/** @param bytes 0: no limit */
export function bodyLimit(bytes: number, refused: Refused): BodyLimit | undefined {
  if (bytes === 0) return undefined;
  return {
    bytes,
    exceeded() {
      refused('payload_too_large');
      return new Problem('payload_too_large', { detail: `A body of more than ${bytes} bytes.` });
    },
  };
}

/** Refuses at once whoever says that the body is too large; who does not say is counted while sending. */
export function limitLength({ bytes, exceeded }: BodyLimit): Admission {
  return ({ raw: { headers } }) => {
    if (Number(headers['content-length']) > bytes) throw exceeded();
  };
}
