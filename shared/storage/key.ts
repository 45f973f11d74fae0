const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Keys become paths and names of objects: whatever else it is, it is no key. @throws TypeError */
export function requireKey(key: string): string {
  if (!isKey(key)) throw new TypeError('the key of a blob must be a UUID in lower case');
  return key;
}

export function isKey(text: string): boolean {
  return KEY.test(text);
}
