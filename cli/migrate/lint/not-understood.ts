/** What a reader says of a statement that is not in its language, as a sentence. */
export class NotUnderstood extends Error {}
