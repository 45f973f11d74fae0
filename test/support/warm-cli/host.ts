/** Runs commands of the CLI one after the other, as bin/run.js does, in a process that has loaded them already. */
import { main } from '../../../cli/main.ts';
import { report } from '../../../cli/report.ts';
import type { Finished } from '../aurora.ts';
import type { Order } from './order.ts';

async function run({ args, cwd, env }: Order): Promise<Finished> {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.exitCode = 0;
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (piece: string | Uint8Array) => {
      written[name] += Buffer.from(piece as Uint8Array).toString();
      return true;
    };
  }
  try {
    await main(args);
  } catch (error) {
    const { stdout, stderr, exitCode } = report(error, args);
    written.stdout += stdout;
    written.stderr += stderr;
    process.exitCode = exitCode;
  }
  return { ...written, exitCode: Number(process.exitCode), signal: null };
}

process.on('message', async (order: Order) => {
  process.send?.(await run(order));
});
