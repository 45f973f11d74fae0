import { seedId } from '../seed-id.ts';

/** The id of a row, counted from 0: the same at whatever scale. */
export function scaledId(service: string, plural: string, row: number): string {
  return seedId(service, plural, `scale-${row + 1}`);
}
