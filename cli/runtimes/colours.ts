/** The two places that a service has side by side. */
export const COLOURS = ['blue', 'green'] as const;
export type Colour = (typeof COLOURS)[number];

export function otherThan(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}
