import { rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { connectEngine } from '../../../cli/runtimes/docker/engine.ts';
import { removeAllOf } from './remove.ts';

const [folder = ''] = process.argv.slice(2);
// Ends with whoever holds the other end of the pipe.
const inOrder = (await text(process.stdin)) !== '';
const engine = await connectEngine();
await removeAllOf(engine, folder);
if (!inOrder) await rm(folder, { recursive: true, force: true });
