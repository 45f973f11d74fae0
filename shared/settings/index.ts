export { type Environment, type EnvironmentNeeds, readServiceEnvironment } from './environment.ts';
export { EnvironmentError, readEnvironment } from './read-environment.ts';
export { integer, oneOf, text, url, type Variable } from './variables.ts';
