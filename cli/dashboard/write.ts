/** `node cli/dashboard/write.ts FOLDER`: builds the page into the package that is published. */
import { buildPage } from './build.ts';

await buildPage(process.argv[2]);
