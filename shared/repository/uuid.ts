/** A UUID as it is stored, in small letters; undefined where a text is none. */
export function uuidIn(text: string): string | undefined {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined;
}
