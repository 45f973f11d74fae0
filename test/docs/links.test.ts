import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repository } from '../support/aurora.ts';
import { pages, prose, readPage } from './support/pages.ts';

const PAGES = pages();

describe.each(PAGES)('%s', (path) => {
  const text = prose(readPage(path));

  it('links to what is there', () => {
    expect(linksOf(text).filter((link) => !resolves(path, link))).toEqual([]);
  });

  it('names no place on the machine of whoever wrote it', () => {
    expect(readPage(path).match(/(?<![\w.])\/(?:work|root|home|Users|tmp)\/\S*/g) ?? []).toEqual([]);
  });
});

it('the index of the documentation leads to every page of it', () => {
  const linked = linksOf(readPage('docs/README.md')).map((link) => normalize(join('docs', link.split('#')[0] ?? '')));
  const others = PAGES.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
  expect(others.filter((path) => !linked.includes(path))).toEqual([]);
});

/** Targets of links and pictures within the repository. */
function linksOf(markdown: string): string[] {
  const links = [...markdown.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(
    ([, a, b]) => a ?? b ?? '',
  );
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function resolves(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  const file = join(repository, target);
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  return statSync(file).isFile() && anchorsOf(readPage(target)).has(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): Set<string> {
  const headings = prose(markdown).matchAll(/^#{1,6} (.+)$/gm);
  const anchor = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
  return new Set([...headings].map(([, heading]) => anchor(heading ?? '')));
}
