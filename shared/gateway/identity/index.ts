export {
  createIdentification,
  type Identification,
  type IdentificationOptions,
  type IdentitySettings,
} from './identification.ts';
export { createInternalTokens, type InternalTokens } from './internal-tokens.ts';
