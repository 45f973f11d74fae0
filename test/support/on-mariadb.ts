// Read by startTestService and startRealFleet.
process.env.AURORA_TEST_DATABASE = 'mariadb';
