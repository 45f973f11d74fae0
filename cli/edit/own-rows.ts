/** Seeds and tests are the developer's, so no `generate` changes them. */
export const OWN_ROWS =
  'seeds and tests are yours to bring after it (npm run types finds them); aurora upgrade does so in those that you never edited';
