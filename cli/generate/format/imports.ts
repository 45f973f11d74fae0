import { fitLine } from './fit-line.ts';

const STATEMENT = /^(import|export)( type)? \{ (.+) \} from '(.+)';$/;

/** Sorts import statements, one a line, and the names in each, as `biome check` wants them; breaks the long ones. */
export function sortImports(block: string): string {
  const statements = block.split('\n').filter((line) => line.trim() !== '');
  return statements
    .map((statement) => {
      const match = STATEMENT.exec(statement);
      if (!match) throw new Error(`not an import of names: ${statement}`);
      const [, keyword, type = '', names, source] = match as unknown as [string, string, string, string, string];
      return { source, text: printStatement(`${keyword}${type}`, names.split(', '), source) };
    })
    .sort((a, b) => distance(a.source) - distance(b.source) || comparePaths(a.source, b.source))
    .map(({ text }) => text)
    .join('\n');
}

function printStatement(start: string, names: readonly string[], source: string): string {
  // A single name stays on its line, however long that is.
  if (names.length === 1) return `${start} { ${names[0]} } from '${source}';`;
  const sorted = names.toSorted((a, b) => compare(bare(a), bare(b)));
  return fitLine([`${start} {`, ...sorted.map((name) => `  ${name},`), `} from '${source}';`].join('\n'));
}

function bare(name: string): string {
  return name.replace(/^type /, '');
}

/** What is far away comes first: Node, packages, folders above from the topmost down, this folder. */
function distance(source: string): number {
  if (source.startsWith('node:')) return -1000;
  if (!source.startsWith('.')) return -900;
  return -(source.match(/\.\.\//g)?.length ?? 0);
}

/** Folder by folder: `./item/a.ts`, then `./item.ts`, then `./item-line/a.ts`. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path.replace(/\.ts$/, '').split('/')) as [string[], string[]];
  const at = left.findIndex((segment, index) => segment !== right[index]);
  const [mine, other] = [left[at], right[at]];
  return mine === undefined || other === undefined ? right.length - left.length : compare(mine, other);
}

/** As Biome: A, a, B, b, letter by letter; numbers by value. */
function compare(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  const [mine, other] = [left[at], right[at]];
  if (mine === undefined || other === undefined) return left.length - right.length;
  return collator.compare(mine, other);
}

const partsOf = (text: string): readonly string[] => text.match(/\d+|\D/g) ?? [];

const collator = new Intl.Collator('en', { numeric: true, caseFirst: 'upper' });
