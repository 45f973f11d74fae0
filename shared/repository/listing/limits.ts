/** What a client may ask of a list at most. */
export const LIMITS = {
  /** Rows of a page, and what it has when nobody says. */
  page: 100,
  pageUnlessAsked: 20,
  filters: 20,
  /** Values of one `in`. */
  values: 100,
  /** Characters of a text that is searched for. */
  text: 200,
} as const;

/** What an `integer` holds in every database. */
export const MAX_INTEGER = 2 ** 31 - 1;
