import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fleet } from '../../../../cli/config/model.ts';
import { silentNarrator } from '../../../../cli/narrators/silent.ts';
import { journeyChecks } from '../../../../cli/verify/journeys/checks.ts';
import { type Ground, type Outcome, runChecks } from '../../../../cli/verify/run.ts';
import { repository } from '../../../support/aurora.ts';
import { type Defect, FLEET, type Shop, shop } from './shop.ts';

/** A fleet with journeys of its own in its folder, and the stand-in for it that answers. */
export interface JourneyFleet extends AsyncDisposable {
  readonly root: string;
  readonly shop: Shop;
  /** Runs them. */
  run(options?: { readonly ground?: Partial<Ground>; readonly signal?: AbortSignal }): Promise<Outcome[]>;
  /** What is written down to be undone: the names of files. */
  journals(): string[];
  /** Writes a journal as a run leaves it that is killed. */
  leave(...lines: object[]): void;
}

interface Wish {
  /** The body of a journey's function, or a whole module, by the names of their files. */
  readonly modules: Readonly<Record<string, string>>;
  readonly options?: string;
  readonly environment?: string;
  readonly defect?: Defect;
}

const EVERYTHING = "{ scopes: ['orders:read', 'orders:write'] }";
/** No process has it: what `kernel.pid_max` allows at most is less. */
const NOBODY = 2 ** 22 + 1;

export async function journeyFleet({ modules, options, environment, defect }: Wish): Promise<JourneyFleet> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'aurora-journeys-')));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  // All else that is needed is found from there.
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(join(repository, 'node_modules/@aurora'), join(root, 'node_modules/@aurora'));
  write('package.json', '{ "name": "shop", "type": "module" }');
  write('node_modules/@shop/client/package.json', '{ "type": "module", "exports": "./index.js" }');
  write(
    'node_modules/@shop/client/index.js',
    `import { connect, defineEntity } from '@aurora/shared/client';
     export const createClient = (options) => ({ orders: defineEntity('/api/v1/orders').on(connect(options)('orders-service')) });`,
  );
  for (const [name, text] of Object.entries(modules)) {
    const isWhole = text.includes('export ') || text.startsWith('//');
    write(`test/e2e/journeys/${name}`, isWhole ? text : journeyModule(name.replace('.ts', ''), text, options));
  }
  const fleet: Fleet = { ...FLEET, root, environment: environment ?? 'development' };
  const running = await shop(defect, fleet);
  const journals = join(root, '.aurora/run/journeys');

  return {
    root,
    shop: running,
    async run({ ground = {}, signal } = {}) {
      const whole = { ...running.ground, ...ground };
      const checks = await journeyChecks(whole);
      return runChecks(checks, whole, { budgetMs: 60_000, patienceMs: 5_000, narrator: silentNarrator, signal });
    },
    journals() {
      mkdirSync(journals, { recursive: true });
      return readdirSync(journals);
    },
    leave(...lines) {
      const head = { pid: NOBODY, environment: fleet.environment };
      write('.aurora/run/journeys/killed.jsonl', [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
    },
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function journeyModule(name: string, body: string, options = EVERYTHING): string {
  return `import assert from 'node:assert/strict';
import { journey } from '@aurora/shared/journeys';
export default journey('${name}', ${options}, async (context) => {
  const { client, clientWith, http, events, step, until, refused, cleanup, unique, signal } = context;
  ${body}
});
`;
}
