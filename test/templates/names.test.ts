import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { namesOf } from '../../cli/config/derive.ts';
import { pascalCase } from '../../cli/config/names.ts';
import { AURORA_TABLES, JAVASCRIPT_WORDS, LANGUAGE_TYPES } from '../../cli/config/reserved.ts';
import { planFleet } from '../../cli/generate/plan/fleet.ts';
import { loadTemplates } from '../../cli/generate/templates/load.ts';
import { repository } from '../support/aurora.ts';
import { LONG } from '../support/long.ts';
import { GeneratedFleet } from './support/generated-fleet.ts';

/** Entities that refer to others and are referred to. */
function config(entities: readonly string[]): string {
  const lines = entities.map(
    (name, index) => `      ${name}:
        softDelete: true
        audit: true
        fields:
          stripes: { type: string, required: true }
          keeperId: { references: keepers.Zookeeper, embed: keeper }
          zebraId: { references: ${name}, embed: zebra, onDelete: cascade, inverse: foals }
          stallId: { references: Zoostall, required: true, unique: true, embed: stall, inverse: guests${index} }`,
  );
  const watched = entities.map((name, index) => `          watched${index}: { references: many.${name} }`);
  return `version: 1
name: names
services:
  settings: { kind: config, port: 9003 }
  keepers: { kind: domain, port: 9001, entities: { Zookeeper: { fields: { name: { type: text } } } } }
  many:
    kind: domain
    port: 9000
    entities:
${lines.join('\n')}
      Zoostall: { fields: { name: { type: text } } }
  watchers:
    kind: domain
    port: 9002
    entities:
      Zoowatcher:
        fields:
${watched.join('\n')}
`;
}

/** Every word of code, but for comments and strings, that the templates put around an entity. */
async function wordsOfTemplates(): Promise<Set<string>> {
  using zoo = new GeneratedFleet({ text: config(['Zebra']) });
  const history = { model: null, emitted: () => false, list: () => [], read: () => null };
  const { files } = planFleet(await zoo.fleet(), loadTemplates(join(repository, 'templates')), history);
  const code = files
    .filter(({ path }) => path.endsWith('.ts') && /zebra|^services\/client\//.test(path))
    .map(({ content }) => content.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^']*'/g, ''));
  return new Set(
    code
      .join('\n')
      .match(/[A-Za-z]\w*/g)
      ?.filter((word) => !/zebra|stripes|keeper|watch|stall/i.test(word)),
  );
}

/** What an entity could be called so that its type, one of it or many of it have this name. */
function entitiesCalled(word: string): string[] {
  const name = pascalCase(word);
  return [name, ...(name.endsWith('s') ? [name.slice(0, -1)] : [])];
}

function isAllowed(name: string): boolean {
  const { singular, plural, table } = namesOf(name);
  return (
    !LANGUAGE_TYPES.has(name) &&
    !JAVASCRIPT_WORDS.has(singular) &&
    !JAVASCRIPT_WORDS.has(plural) &&
    !AURORA_TABLES.has(table)
  );
}

/** Those that are most likely. */
const KNOWN = ['Repository', 'Command', 'Field', 'Executor', 'Request', 'Page'];

jest.setTimeout(300_000);

describe('an entity', () => {
  it('can have the name of anything that generated code uses', async () => {
    const candidates = [...(await wordsOfTemplates())].flatMap(entitiesCalled).filter(isAllowed);
    const all = [...new Map(candidates.map((name) => [namesOf(name).path, name])).values()];
    expect(all).toEqual(expect.arrayContaining(KNOWN));
    const names = LONG ? all : all.filter((name, index) => index % 6 === 0 || KNOWN.includes(name));

    using fleet = new GeneratedFleet({ text: config(names) });
    await fleet.generate();
    expect(await fleet.typeCheck()).toEqual([]);
    expect(await fleet.lint()).toMatchObject({ exitCode: 0 });
  });
});
