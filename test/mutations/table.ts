import type { Mutation } from './mutation.ts';

const INTRODUCTION = `# Mutations

Does a test notice when the code is wrong? Each of these defects is small and could be anybody's. It was put into a copy of the repository, and the
test that is named was run: it failed as is said here, and passes without the defect.

\`\`\`sh
npm run mutations              # all, some minutes; writes this page
npm run mutations -- cursor    # those with that word
\`\`\`

\`./bin/test mutations\` holds that each still has its one place in the code and a line here, and tries three; its long form tries all. Where no test
had noticed, one was written: a new mutation goes into \`test/mutations/catalogue\`, with the test that should fail.

| defect | in | caught by | how |
| --- | --- | --- | --- |
`;

export function page(rows: readonly { readonly mutation: Mutation; readonly how: string }[]): string {
  return INTRODUCTION + rows.map(({ mutation, how }) => `${row(mutation)} ${cell(how)} |\n`).join('');
}

/** All but how: that is known from a run alone. */
export function row({ defect, file, caughtBy }: Mutation): string {
  return `| ${cell(defect)} | \`${file}\` | \`${caughtBy.file}\`: ${cell(caughtBy.test)} |`;
}

function cell(text: string): string {
  return text.replace(/[|<>*_\\`[\]]/g, (each) => `\\${each}`).replaceAll('\n', ' ');
}
