import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { SUITES } from '../run/suites.ts';
import { repository } from '../support/aurora.ts';
import { drawTerminal } from './pictures/terminal.ts';
import { pagesWithReference } from './reference/pages.ts';
import { readPage } from './support/pages.ts';

const made = await pagesWithReference();

it.each(made)('%s says what the source says (else: npm run docs:build)', (path, content) => {
  expect(readPage(path)).toBe(content);
});

it('docs/pictures/up.svg is drawn from up.ansi (else: npm run docs:pictures)', async () => {
  const [svg, printed] = await Promise.all(
    ['up.svg', 'up.ansi'].map((name) => readFile(join(repository, 'docs/pictures', name), 'utf8')),
  );
  expect(svg).toBe(drawTerminal(printed ?? ''));
});

it('docs/testing.md names every suite', () => {
  const page = readPage('docs/testing.md');
  expect(SUITES.filter(({ name }) => !page.includes(`| \`${name}\` |`))).toEqual([]);
});

it('docs/decisions.md gives the reason for every package that is depended on, and for no other', async () => {
  const services = (await readdir(join(repository, 'services'))).map((name) => `services/${name}/package.json`);
  const manifests = ['package.json', 'shared/package.json', ...services].map(async (path) =>
    JSON.parse(await readFile(join(repository, path), 'utf8')),
  );
  const used = new Set(
    (await Promise.all(manifests)).flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
      Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
        (name) => !name.startsWith('@aurora/'),
      ),
    ),
  );
  const given = [...readPage('docs/decisions.md').matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''),
  );
  const matches = (name: string, pattern: string) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  expect([...used].filter((name) => !given.some((pattern) => matches(name, pattern)))).toEqual([]);
  expect(given.filter((pattern) => ![...used].some((name) => matches(name, pattern)))).toEqual([]);
});
