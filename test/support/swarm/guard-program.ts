import { text } from 'node:stream/consumers';
import { removeSwarm } from './remove.ts';

const [folder = '', number, count, registry] = process.argv.slice(2);
// Ends with whoever holds the other end of the pipe.
await text(process.stdin);
await removeSwarm(folder, Number(number), Number(count), Number(registry));
