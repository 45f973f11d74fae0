/** `npm run docs:pictures`: takes the pictures of the pages anew, from a fleet that is brought up for it. Needs chromium, prometheus and mariadb-server. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../support/aurora.ts';
import { pictureOfApiPage } from './pictures/api-page.ts';
import { capture } from './pictures/capture.ts';
import { picturesOfDashboard } from './pictures/dashboard.ts';
import { pictureOfMonitoring } from './pictures/monitoring.ts';
import { pictureOfSplitReport } from './pictures/split-report.ts';
import { drawTerminal } from './pictures/terminal.ts';
import { copyFleet } from './support/fleet-copy.ts';

const pictures = join(repository, 'docs', 'pictures');
await using fleet = await copyFleet();
await fleet.bring('new');
const printed = await capture(fleet);
await writeFile(join(pictures, 'up.ansi'), printed);
await writeFile(join(pictures, 'up.svg'), drawTerminal(printed));
await writeFile(join(pictures, 'api-docs.png'), await pictureOfApiPage(fleet));
for await (const [name, picture] of picturesOfDashboard(fleet)) await writeFile(join(pictures, name), picture);
await writeFile(join(pictures, 'monitoring.png'), await pictureOfMonitoring(fleet));
await writeFile(join(pictures, 'split-report.png'), await pictureOfSplitReport());
