/** A part of `npm run config:build`: after a change of schema.ts. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifacts } from './artifacts.ts';

const root = join(import.meta.dirname, '../../../..');
for (const [path, content] of await artifacts()) await writeFile(join(root, path), content);
