/** The two versions of a service that may run side by side. */
export const COLOURS = ['blue', 'green'] as const;
export type Colour = (typeof COLOURS)[number];

/** What serves where nobody has switched yet. */
export const FIRST_COLOUR: Colour = 'blue';

/** Which colour of a service is live; of one that is not in it, the first. */
export type LiveColours = ReadonlyMap<string, Colour>;

export function otherThan(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}

/** The container of a service in a colour: `<project>-<service>-1` is blue, `-2` green. */
export function containerOf(project: string, service: string, colour: Colour): string {
  return `${project}-${service}-${COLOURS.indexOf(colour) + 1}`;
}
