// Read in variant.ts.
process.env.AURORA_TEST_RUNTIME = 'swarm';
