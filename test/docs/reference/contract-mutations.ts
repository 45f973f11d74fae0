import { ADDITIONS, type Mutation, OF_CONSUMERS, OF_PROVIDERS } from '../../contracts/mutations.ts';

/** What was broken on purpose, and which pacts fail; the tests break each, and hold that it is these and no other. */
export function contractMutations(): Record<string, string> {
  return {
    'provider-mutations': table(OF_PROVIDERS),
    'consumer-mutations': table(OF_CONSUMERS),
    additions: ADDITIONS.map(({ service, title }) => `- ${service}: ${title}`).join('\n'),
  };
}

function table(mutations: readonly Mutation[]): string {
  const rows = mutations.map(({ service, title, breaks }) => `| ${service} | ${title} | ${breaks.join('<br>')} |`);
  return ['| service | what is done to it | pacts that fail, and no other |', '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}
