/**
 * Names in the shapes that JSON, paths, SQL and TypeScript want, all derived from the one in the config.
 * A run of capitals is one word (`APIKey` is api, key); digits stay with the letters before them.
 */
function words(name: string): string[] {
  const found: string[] = name.match(/[A-Z]+[0-9]*(?![a-z0-9])|[A-Z]?[a-z0-9]+/g) ?? [];
  return found.map((word) => word.toLowerCase());
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

export const kebabCase = (name: string): string => words(name).join('-');
export const snakeCase = (name: string): string => words(name).join('_');
export const pascalCase = (name: string): string => words(name).map(capitalised).join('');

export function camelCase(name: string): string {
  const [first = '', ...rest] = words(name);
  return first + rest.map(capitalised).join('');
}

/** The regular English plural; the config's `plural` is there for all others. */
export function pluralOf(singular: string): string {
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  if (/(?:s|x|z|ch|sh)$/.test(singular)) return `${singular}es`;
  return `${singular}s`;
}

/** The forms that the config asks of names, by the pattern that the schema states. */
export const NAME_FORMS = {
  kebab: {
    pattern: '^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$',
    inWords: 'kebab-case: lower-case letters and digits, words joined by single dashes, a letter first',
    correct: kebabCase,
  },
  pascal: {
    pattern: '^[A-Z][A-Za-z0-9]*$',
    inWords: 'PascalCase: letters and digits, a capital first',
    correct: pascalCase,
  },
  camel: {
    pattern: '^[a-z][A-Za-z0-9]*$',
    inWords: 'camelCase: letters and digits, a lower-case letter first',
    correct: camelCase,
  },
} as const;

/** `name` as its form would have it, where that is a name at all and keeps every letter. */
export function corrected(name: string, pattern: string): string | undefined {
  const form = Object.values(NAME_FORMS).find((candidate) => candidate.pattern === pattern);
  const proposal = form?.correct(name) ?? '';
  return lettersOf(proposal) === lettersOf(name) && new RegExp(pattern, 'u').test(proposal) ? proposal : undefined;
}

const lettersOf = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
