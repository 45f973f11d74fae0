export * from '../../shared/testing/index.ts';
