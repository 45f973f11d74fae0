import { startEngine, type TestEngine } from './engine/engine.ts';
import { provideImages } from './engine/images.ts';

/**
 * Starts the engine for the suites that ask for containers, with the images that they need, as far as this machine lets us; what cannot
 * be had lets its suites be skipped.
 */
export async function prepareEngine(scratch: string, signal: AbortSignal): Promise<TestEngine | undefined> {
  const engine = await startEngine(scratch, signal);
  try {
    if (engine) await provideImages(scratch, signal);
    return engine;
  } catch (error) {
    await engine?.stop();
    throw error;
  }
}
