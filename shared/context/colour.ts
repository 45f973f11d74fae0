/** The header that asks for one of two versions that run side by side under the same address; only for how it does. */
export const COLOUR_HEADER = 'x-service-colour';
