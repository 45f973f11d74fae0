export { bearerToken, unauthenticated } from './challenge.ts';
export { type FleetTokenOptions, fleetTokens, SKEW_SECONDS } from './fleet-tokens.ts';
export { generateKey, type Jwks, type PrivateJwk, type PublicJwk } from './keys.ts';
export { mayPass, type Need } from './may-pass.ts';
export { parseJwks, parsePrivateKey } from './parse-keys.ts';
export { ANY, allows, EVERY_SERVICE } from './scopes.ts';
export { createServiceToken } from './service-token.ts';
export {
  createImmediateSigner,
  createSigner,
  type Lifetime,
  type SignerOptions,
  type TokenClaims,
  type TokenSigner,
} from './signer.ts';
export { isSubject, MAX_SUBJECT_LENGTH, serviceSubject } from './subject.ts';
export type { TokenCheck, VerifiedToken } from './verified-tokens.ts';
export { createVerifier, rememberTokens, type TokenVerifier } from './verifier.ts';
