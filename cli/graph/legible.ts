import type { Drawing } from './drawing.ts';

/** As many as a person still follows, found by looking at fleets of 5 to 50 services. */
const [BOXES, ARROWS] = [60, 120];

/** Whether it is one picture that somebody can read. */
export function isLegible(drawing: Drawing): boolean {
  return boxesOf(drawing) <= BOXES && drawing.arrows.length <= ARROWS;
}

export function boxesOf({ services }: Drawing): number {
  return services.reduce((sum, { boxes }) => sum + Math.max(1, boxes.length), 0);
}
