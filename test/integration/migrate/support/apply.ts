// A run of its own, to be killed: the config file, the URL of the owner's login, and the direction.
import { loadFleet } from '../../../../cli/config/load.ts';
import { migrationFiles } from '../../../../cli/migrate/files.ts';
import { applyPending, revert } from '../../../../cli/migrate/run.ts';
import { SERVICE } from './orders.ts';

const [, , file = '', url = '', direction = ''] = process.argv;
const fleet = await loadFleet({ file });
const run = direction === 'down' ? revert : applyPending;
await run({ service: SERVICE, files: () => migrationFiles(fleet, SERVICE), url, onWait: () => undefined });
