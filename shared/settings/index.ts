export { DATABASE_SCHEMES, type Environment, type EnvironmentNeeds, readServiceEnvironment } from './environment.ts';
export { LastGoodCopy } from './last-good-copy.ts';
export {
  LiveSettings,
  type LiveSettingsOptions,
  type PublishedSettings,
  type SettingsSource,
} from './live-settings.ts';
export { EnvironmentError, readEnvironment } from './read-environment.ts';
export { type CheckedSettings, type SettingSchemas, type Settings, SettingsChecker, withDefaults } from './schema.ts';
export { integer, oneOf, text, url, type Variable } from './variables.ts';
