import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeWords } from '../../../cli/edit/files/merge-words.ts';
import { movingTree } from '../../../cli/edit/files/moving-tree.ts';
import { oldNamesIn } from '../../../cli/edit/files/old-names.ts';
import { openTree } from '../../../cli/generate/tree.ts';

describe('a merge word by word', () => {
  const base = 'export const orderHooks: OrderHooks = {};\n';
  const theirs = 'export const saleHooks: SaleHooks = {};\n';
  const merged = (ours: string) => mergeWords({ path: 'a.ts', base, ours, theirs });

  it.each([
    ['new names where nothing was edited', base, theirs],
    [
      'new names in a line that was edited elsewhere',
      'export const orderHooks: OrderHooks = { create };\n',
      'export const saleHooks: SaleHooks = { create };\n',
    ],
    ['lines of one’s own', `// an order\n${base}// end\n`, `// an order\n${theirs}// end\n`],
    [
      'the edit where both changed a word',
      'export const mine: OrderHooks = {};\n',
      'export const mine: SaleHooks = {};\n',
    ],
    ['line ends of Windows', base.replace('\n', '\r\n'), theirs.replace('\n', '\r\n')],
    ['backslashes', `${base}const a = /\\n\\\\r/;`, `${theirs}const a = /\\n\\\\r/;`],
  ])('has %s', (_, ours, expected) => {
    expect(merged(ours)).toBe(expected);
  });

  it('loses nothing where the templates write the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (ours) => mergeWords({ path: 'a', base, ours, theirs: base }) === ours,
      ),
      { numRuns: 30 },
    );
  });
});

describe('a moving tree', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurora-moving-'));
    for (const path of ['a/one/x.ts', 'a/one/y.ts', 'a/two.ts']) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), path);
    }
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('shows everything where it will be, and does it when it is told to', () => {
    const real = openTree(root);
    const tree = movingTree(real, [
      { from: 'a/one', to: 'b/uno' },
      { from: 'a/two.ts', to: 'a/due.ts' },
    ]);
    tree.write('b/uno/x.ts', 'written');
    tree.remove('b/uno/y.ts');
    tree.write('b/uno/z.ts', 'new');
    const look = (seen: typeof real) => ({
      read: ['a/one/x.ts', 'b/uno/x.ts', 'b/uno/y.ts', 'b/uno/z.ts', 'a/two.ts', 'a/due.ts'].map((path) =>
        seen.read(path),
      ),
      list: ['a/one', 'b/uno', 'a'].map((folder) => seen.list(folder)),
    });
    const expected = {
      read: [null, 'written', null, 'new', null, 'a/two.ts'],
      list: [[], ['x.ts', 'z.ts'], ['due.ts']],
    };
    expect(look(tree)).toEqual(expected);
    expect(readFileSync(join(root, 'a/one/x.ts'), 'utf8')).toBe('a/one/x.ts');
    tree.carry(root);
    expect(look(real)).toEqual(expected);
  });
});

describe('old names', () => {
  const namesOf = (was: string, is: string, text: string) => {
    const root = mkdtempSync(join(tmpdir(), 'aurora-names-'));
    try {
      mkdirSync(join(root, 'services'));
      writeFileSync(join(root, 'services/a.ts'), text);
      const capital = (name: string): string => (name[0] as string).toUpperCase() + name.slice(1);
      return oldNamesIn(
        root,
        'services',
        new Map([
          [was, is],
          [capital(was), capital(is)],
        ]),
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  };

  it.each([
    ['number', 'invoiceNumber', "f({ invoiceNumber: 'x' })\nmyNumber(number)"],
    ['invoiceNumber', 'number', 'f(number)\nmyInvoiceNumber(invoiceNumber)'],
  ])('are told where they stand, and not within new ones: %s to %s', (was, is, text) => {
    const places = namesOf(was, is, text);
    expect(places).toHaveLength(2);
    for (const place of places) expect(place).toMatch(/^services\/a\.ts:2 {2}still says/);
  });
});
