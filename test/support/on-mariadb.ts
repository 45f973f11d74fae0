// Read by startTestService.
process.env.AURORA_TEST_DATABASE = 'mariadb';
