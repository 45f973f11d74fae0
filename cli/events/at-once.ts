/** Events: more than a person lists; few enough to be held at once. */
export const AT_ONCE = 10_000;
