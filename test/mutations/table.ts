import type { Mutation } from './mutation.ts';

const INTRODUCTION = `# Mutations

Does a test notice when the code is wrong? Each of these defects is small and could be anybody's. It was put into a copy of the repository, and the
test that is named was run: it failed as is said here, and passes without the defect.

\`\`\`sh
npm run mutations              # all, a quarter of an hour; writes this page
npm run mutations -- cursor    # those with that word, and their lines
\`\`\`

\`./bin/test mutations\` holds that each still has its one place in the code and a line here, and tries three; its long form tries all. Where no test
had noticed, one was written: a new mutation goes into \`test/mutations/catalogue\`, with the test that should fail.

| defect | in | caught by | how |
| --- | --- | --- | --- |
`;

/** @param how each was caught, by its row */
export function page(mutations: readonly Mutation[], how: ReadonlyMap<string, string>): string {
  const lines = mutations.map(row).map((each) => `${each} ${how.get(each) ?? 'not tried yet'} |\n`);
  return INTRODUCTION + lines.join('');
}

/** What a page says of each, by its row. */
export function read(text: string): Map<string, string> {
  const rows = text.matchAll(/^(\| .*? \|) ((?:[^|\\]|\\.)*) \|$/gm);
  return new Map([...rows].map(([, each = '', how = '']) => [each, how]));
}

/** All but how: that is known from a run alone. */
export function row({ defect, file, caughtBy }: Mutation): string {
  return `| ${cell(defect)} | \`${file}\` | \`${caughtBy.file}\`: ${cell(caughtBy.test)} |`;
}

export function cell(text: string): string {
  return text.replace(/[|<>*_\\`[\]]/g, (each) => `\\${each}`).replaceAll('\n', ' ');
}
