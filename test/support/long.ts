/** Whether tests that have a long form run it: `npm run test:long`. */
export const LONG = process.env.AURORA_TEST_LONG === '1';
