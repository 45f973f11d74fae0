import { AuroraError } from '../../errors.ts';

/** What may name a file wherever the folder goes, and a part of a path of a URL. */
const SAFE = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/;

/** @throws AuroraError `bad_name` of what cannot be the name of a participant, a version or an environment */
export function requireName(what: string, name: string): string {
  if (SAFE.test(name)) return name;
  throw new AuroraError('bad_name', `${JSON.stringify(name)} cannot be a ${what}.`, {
    exit: 'usage',
    details: ['up to 128 letters, digits, dots, plus signs, hyphens and underscores, a letter or digit first'],
  });
}
