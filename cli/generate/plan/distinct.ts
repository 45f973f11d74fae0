import { AuroraError } from '../../errors.ts';
import type { PlannedFile } from '../contract.ts';

/** Refuses output that would overwrite itself. */
export function assertDistinctPaths(sorted: readonly PlannedFile[]): void {
  for (const [index, { path, template }] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next?.path === path)
      throw clash(`Two things in the config need the file ${path}`, `${template}, ${next.template}`);
  }
}

function clash(message: string, who: string): AuroraError {
  return new AuroraError('name_clash', message, {
    exit: 'config',
    details: [who],
    next: 'rename one of the services or entities',
  });
}
