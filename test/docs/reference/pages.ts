import { join } from 'node:path';
import { fillBlocks } from '../../../cli/config/build/reference.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import { viewFleetGraph } from '../../../cli/generate/plan/view/graph.ts';
import { draw } from '../../../cli/graph/draw/index.ts';
import { graphOf } from '../../../cli/graph/of-fleet.ts';
import { printSvg } from '../../../cli/graph/svg.ts';
import { repository } from '../../support/aurora.ts';
import { readPage } from '../support/pages.ts';
import { alertTable } from './alerts.ts';
import { commandReference } from './commands.ts';
import { contractMutations } from './contract-mutations.ts';
import { contractRules } from './contract-rules.ts';
import { lintTables } from './lint.ts';
import { misfits } from './misfits.ts';
import { exitCodeTable, problemTable, variableTable } from './tables.ts';

/** Every page that holds something that the source tells, as `[path from the root, content]`. docs/config.md has makers of its own. */
export async function pagesWithReference(): Promise<[path: string, content: string][]> {
  const fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml'), environment: 'development' });
  const blocks: Readonly<Record<string, Record<string, string>>> = {
    'README.md': { graph: `\`\`\`mermaid\n${viewFleetGraph(fleet)}\n\`\`\`` },
    'docs/alerts.md': { alerts: alertTable(fleet) },
    'docs/cli.md': { commands: await commandReference() },
    'docs/contracts.md': contractMutations(),
    'docs/exit-codes.md': { 'exit-codes': exitCodeTable() },
    'docs/migrations-lint.md': lintTables(),
    'docs/http.md': { problems: problemTable() },
    'docs/split.md': { misfits: misfits() },
    'docs/schemas.md': { rules: contractRules() },
    'docs/settings.md': { variables: variableTable() },
  };
  return [
    ...Object.entries(blocks).map(([path, own]): [string, string] => [path, fillBlocks(readPage(path), own)]),
    ['docs/pictures/fleet.svg', `${await printSvg(draw(graphOf(fleet)))}\n`],
  ];
}
