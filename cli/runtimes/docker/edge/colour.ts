/** The colour of the version that serves; a deploy brings up the other one beside it. */
export const COLOUR = 'blue';
