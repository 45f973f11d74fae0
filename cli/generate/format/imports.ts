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
      const sorted = names.split(', ').sort((a, b) => compare(bare(a), bare(b)));
      return {
        source,
        text: fitLine([`${keyword}${type} {`, ...sorted.map((name) => `  ${name},`), `} from '${source}';`].join('\n')),
      };
    })
    .sort((a, b) => distance(a.source) - distance(b.source) || compare(a.source, b.source))
    .map(({ text }) => text)
    .join('\n');
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

/** Letters before their case, numbers by value. */
const collator = new Intl.Collator('en', { numeric: true, caseFirst: 'upper' });

function compare(a: string, b: string): number {
  return collator.compare(a, b);
}
