import { startEngine, type TestEngine } from './engine/engine.ts';
import { provideImages } from './engine/stand-ins.ts';
import { installPackages } from './packages.ts';

/** Installs and starts what the suites need, as far as this machine lets us; what cannot be had lets its suites be skipped. */
export async function prepare(scratch: string): Promise<TestEngine | undefined> {
  installPackages();
  const engine = await startEngine(scratch);
  try {
    if (engine && process.getuid?.() === 0) await provideImages(scratch);
    return engine;
  } catch (error) {
    await engine?.stop();
    throw error;
  }
}
