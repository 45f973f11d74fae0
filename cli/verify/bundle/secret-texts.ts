import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Members of a JSON Web Key that nobody may know (RFC 7518, section 6). */
const PRIVATE_MEMBERS = new Set(['d', 'k', 'p', 'q', 'dp', 'dq', 'qi']);
/** Shorter ones would be found in what is no secret. */
const SHORTEST = 8;

/** Every secret that lies below a folder, in every form in which something could show it; longest first. */
export async function secretTexts(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
  const found = texts.flatMap(secretsIn).filter((each) => each.length >= SHORTEST);
  return [...new Set(found.flatMap(formsOf))].sort((a, b) => b.length - a.length);
}

function secretsIn(text: string): string[] {
  const trimmed = text.trim();
  if (!/^[{[]/.test(trimmed)) return [trimmed, ...passwordOf(trimmed)];
  const found: string[] = [];
  try {
    JSON.parse(trimmed, (key, value) => {
      if (typeof value !== 'string') return value;
      if (PRIVATE_MEMBERS.has(key)) found.push(value);
      // A webhook's address, a collector's headers.
      else if (!/^(?:kty|crv|kid|alg|use|x|y|n|e|iss|sub)$/.test(key)) found.push(value, ...passwordOf(value));
      return value;
    });
  } catch {
    return [trimmed];
  }
  return found;
}

function passwordOf(text: string): string[] {
  const password = URL.parse(text)?.password;
  return password ? [password, decodeURIComponent(password)] : [];
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}
