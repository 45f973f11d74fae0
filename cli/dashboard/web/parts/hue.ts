import { snapshot } from '../wire/live.ts';

/** Turned by the golden angle, so that neighbours differ as much as they can. */
const STEP = 137.5;

/** The colour of a service: the same in all views. */
export function hueOf(service: string): Record<string, string> {
  const place = snapshot.value?.services.findIndex(({ name }) => name === service) ?? -1;
  return { '--hue': place < 0 ? '0' : String(Math.round((250 + place * STEP) % 360)) };
}
