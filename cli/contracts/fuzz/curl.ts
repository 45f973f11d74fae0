import { isUtf8 } from 'node:buffer';
import { quoted } from '../../shell-word.ts';
import type { Sent } from './send.ts';

/** Of a longer body a person needs to know how long it is, and how it begins. */
const SHOWN = 4_000;

/** The line that sends it again, from a shell in the folder of the fleet. Tokens are asked for anew. */
export function curlOf({ method, url, headers, body }: Sent): string {
  const { authorization, ...others } = headers;
  const parts = ['curl -sSi --globoff', `-X ${method}`, quoted(url)];
  if (authorization !== undefined) {
    parts.push(
      authorization.endsWith('.broken') ? `-H 'authorization: Bearer x.broken'` : '--oauth2-bearer "$(aurora token)"',
    );
  }
  parts.push(...Object.entries(others).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`));
  if (!body) return parts.join(' ');
  const text = body.toString('utf8');
  if (body.length > SHOWN) {
    return `${parts.join(' ')} --data-binary ${quoted(text.slice(0, 80))}…   # ${body.length} bytes in all`;
  }
  if (isUtf8(body) && !/[^\P{Cc}\r\n\t]/u.test(text)) return `${parts.join(' ')} --data-binary ${quoted(text)}`;
  const bytes = [...body].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `printf ${quoted(bytes)} | ${parts.join(' ')} --data-binary @-`;
}
