export { bearerToken, unauthenticated } from './challenge.ts';
export { generateKey, type Jwks, type PrivateJwk, type PublicJwk } from './keys.ts';
export { parseJwks, parsePrivateKey } from './parse-keys.ts';
export { allows } from './scopes.ts';
export { createServiceToken } from './service-token.ts';
export { createSigner, type SignerOptions, type TokenClaims, type TokenSigner } from './signer.ts';
export { isSubject, MAX_SUBJECT_LENGTH } from './subject.ts';
export { createVerifier, type TokenVerifier, type VerifierOptions } from './verifier.ts';
