import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, for URLs and cookies. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing of how much is right. */
export function isSame(secret: string, given: string | undefined): boolean {
  return given !== undefined && timingSafeEqual(digest(secret), digest(given));
}

/** Of one length, whatever was given. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
