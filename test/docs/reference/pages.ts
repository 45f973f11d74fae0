import { fillBlocks } from '../../../cli/config/build/reference.ts';
import { readPage } from '../support/pages.ts';
import { commandReference } from './commands.ts';
import { exitCodeTable, problemTable, variableTable } from './tables.ts';

/** Every page that holds something that the source tells, as `[path from the root, content]`. docs/config.md has makers of its own. */
export async function pagesWithReference(): Promise<[path: string, content: string][]> {
  const blocks: Readonly<Record<string, Record<string, string>>> = {
    'docs/cli.md': { commands: await commandReference() },
    'docs/exit-codes.md': { 'exit-codes': exitCodeTable() },
    'docs/http.md': { problems: problemTable() },
    'docs/settings.md': { variables: variableTable() },
  };
  return Object.entries(blocks).map(([path, own]) => [path, fillBlocks(readPage(path), own)]);
}
