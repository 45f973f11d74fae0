/** `npm run docs:build`: after a change of commands, exit codes, errors or variables. A test fails until it has run. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../support/aurora.ts';
import { pagesWithReference } from './reference/pages.ts';

for (const [path, content] of await pagesWithReference()) await writeFile(join(repository, path), content);
