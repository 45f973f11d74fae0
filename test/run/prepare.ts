import { startEngine, type TestEngine } from './engine/engine.ts';
import { provideImages } from './engine/images.ts';
import { installPackages } from './packages.ts';

/**
 * Installs and starts what the suites need, as far as this machine lets us; what cannot be had lets its suites be skipped.
 * @param engineToo whether a suite asks for containers
 */
export async function prepare(
  scratch: string,
  engineToo: boolean,
  signal: AbortSignal,
): Promise<TestEngine | undefined> {
  installPackages();
  if (!engineToo) return undefined;
  const engine = await startEngine(scratch, signal);
  try {
    if (engine) await provideImages(scratch, signal);
    return engine;
  } catch (error) {
    await engine?.stop();
    throw error;
  }
}
