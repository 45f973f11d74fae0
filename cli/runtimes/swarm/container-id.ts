/** So much of a container's id is shown, and enough for an engine to know it by. */
export const SHORT_ID = 12;
