import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/**
 * Stretching makes guessing slow, for passwords that people think up. Ours are 192 random bits that nobody guesses: it would only
 * cost every connection of every service some milliseconds of computing (PostgreSQL's default is 4096).
 */
const ITERATIONS = 16;

/**
 * The verifier that PostgreSQL stores for a password (RFC 5802, section 3; RFC 7677), so that no statement, and no log of one,
 * ever holds the password itself.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16), iterations = ITERATIONS): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
