import { CODINGS, type Coding } from './coding.ts';

const CODED = new RegExp(`--(?:${CODINGS.join('|')})"`, 'g');

/** The ETag of the same, compressed: other bytes are another representation (RFC 9110, section 8.8.3.3). */
export function codedTag(etag: string, coding: Coding): string {
  return etag.replace(/"$/, `--${coding}"`);
}

/** A list of ETags as the service gave them. */
export function uncodedTags(tags: string): string {
  return tags.replace(CODED, '"');
}

/** The same, but only where they are of this coding: who holds another one does not have what it would get. */
export function uncodedTagsOf(tags: string, coding: Coding): string {
  return tags.replaceAll(`--${coding}"`, '"');
}
