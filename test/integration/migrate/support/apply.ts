// A run of its own, to be killed: the config file, and the URL of the owner's login.
import { loadFleet } from '../../../../cli/config/load.ts';
import { migrationFiles } from '../../../../cli/migrate/files.ts';
import { applyPending } from '../../../../cli/migrate/run.ts';
import { SERVICE } from './orders.ts';

const [, , file = '', url = ''] = process.argv;
const fleet = await loadFleet({ file });
await applyPending({ service: SERVICE, files: () => migrationFiles(fleet, SERVICE), url, onWait: () => undefined });
