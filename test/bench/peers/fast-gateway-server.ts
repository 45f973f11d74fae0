// Bare fast-gateway: nothing but forwarding. FOLDER is where it is installed.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { PORT, UPSTREAM = '', FOLDER = '' } = process.env;
const gateway = createRequire(join(FOLDER, 'package.json'))('fast-gateway');
await gateway({ routes: [{ prefix: '', target: UPSTREAM }] }).start(Number(PORT), '127.0.0.1');
process.send?.('listening');
