import { COLOURS, type Colour } from '../../colours.ts';

/** What serves where nobody has switched yet. */
export const FIRST_COLOUR: Colour = 'blue';

/** Which colour of a service is live; of one that is not in it, the first. */
export type LiveColours = ReadonlyMap<string, Colour>;

/** The container of a service in a colour: `<project>-<service>-1` is blue, `-2` green. */
export function containerOf(project: string, service: string, colour: Colour): string {
  return `${project}-${service}-${COLOURS.indexOf(colour) + 1}`;
}
