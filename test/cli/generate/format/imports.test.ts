import { describe, expect, it } from '@jest/globals';
import { sortImports } from '../../../../cli/generate/format/imports.ts';

describe('sortImports', () => {
  it('puts what is far away first', () => {
    const sorted = [
      "import { join } from 'node:path';",
      "import { found } from '@aurora/shared/cqrs';",
      "import type { FastifyPluginAsync } from 'fastify';",
      "import { hooks } from '../../../hooks/order.ts';",
      "import { events } from '../events.ts';",
      "import { commands } from './commands/index.ts';",
    ];
    expect(sortImports(sorted.toReversed().join('\n'))).toBe(sorted.join('\n'));
  });

  it('goes folder by folder', () => {
    const sorted = ['./item/z.ts', './item.ts', './item-line/a.ts'].map((from) => `import { a } from '${from}';`);
    expect(sortImports(sorted.toReversed().join('\n'))).toBe(sorted.join('\n'));
  });

  it('sorts names as people do, types among them', () => {
    expect(sortImports("import { b10, type Apple, b9, apple } from 'x';")).toBe(
      "import { type Apple, apple, b9, b10 } from 'x';",
    );
  });

  it('breaks what is long, but for a single name', () => {
    const long = 'a'.repeat(70);
    expect(sortImports(`import { ${long}, ${long}b } from 'x';`)).toBe(
      `import {\n  ${long},\n  ${long}b,\n} from 'x';`,
    );
    const single = `import { ${long} } from '${long}';`;
    expect(sortImports(single)).toBe(single);
  });

  it('refuses what it cannot sort', () => {
    expect(() => sortImports("import 'x';")).toThrow('not an import of names');
  });
});
