import fc from 'fast-check';

/** Without NUL, which no database keeps; halves of surrogate pairs do not come of these units. */
const WRITTEN = fc.string({ unit: 'grapheme', maxLength: 12 });
const ODD = fc.constantFrom(
  ...[
    ' ',
    '  x',
    'x ',
    "'",
    '"',
    '\\',
    '%',
    '_',
    '\n',
    '\t',
    '\u00a0',
    'ß',
    'İ',
    'é',
    'e\u0301',
    '\u202e',
    '\u{1f469}\u200d\u{1f52c}',
  ],
  ...[
    '\u{10ffff}',
    '\ufeff',
    '\u0001',
    '<b>',
    '{{x}}',
    '${x}',
    '--',
    "' OR 1=1 --",
    'null',
    'true',
    '0',
    '-0',
    '1e400',
    '../..',
  ],
);
const PLAIN = fc.string({ minLength: 1, maxLength: 8 });

/** Texts as people, and others, write them: of any script, of the shortest and of the longest length. */
export function writtenText(minLength = 0, maxLength = 300): fc.Arbitrary<string> {
  const some = fc.oneof(
    { arbitrary: PLAIN, weight: 4 },
    { arbitrary: WRITTEN, weight: 3 },
    { arbitrary: ODD, weight: 2 },
  );
  const edges = [minLength, maxLength].map((length) =>
    fc.constantFrom('x', 'é', '𝕏').map((each) => each.repeat(length)),
  );
  return fc
    .oneof({ arbitrary: some, weight: 8 }, { arbitrary: fc.oneof(...edges), weight: 1 })
    .map((text) => clipped(text, minLength, maxLength))
    .filter((text) => !text.includes('\0') && text.isWellFormed());
}

/** Of so many characters as JSON Schema counts them: code points. */
function clipped(text: string, minLength: number, maxLength: number): string {
  const letters = [...text].slice(0, maxLength);
  return letters.join('') + '.'.repeat(Math.max(0, minLength - letters.length));
}
