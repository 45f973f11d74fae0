import type { SeenNode } from './sight.ts';

/** Whether a node takes tasks. */
export function takes({ isReady, availability }: Pick<SeenNode, 'isReady' | 'availability'>): boolean {
  return isReady && availability === 'active';
}
