/** The two versions of a service that may run side by side. */
export const COLOURS = ['blue', 'green'] as const;
export type Colour = (typeof COLOURS)[number];

/** What serves where nobody has switched yet. */
export const FIRST_COLOUR: Colour = 'blue';

/** The container of a service in a colour: `<project>-<service>-1` is blue, `-2` green. */
export function containerOf(project: string, service: string, colour: Colour): string {
  return `${project}-${service}-${COLOURS.indexOf(colour) + 1}`;
}
